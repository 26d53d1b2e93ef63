"""Traditional characters to simplified; OpenCC is loaded only where a text holds one."""

from __future__ import annotations

import functools
from typing import Any

_MARKS = frozenset(
    "萬與專業東絲兩嚴喪個豐臨為麗舉麼義烏樂喬習鄉書買亂爭於虧雲亞產親億僅從倉儀們價眾優會傘偉傳傷倫偽體餘傭僉俠侶"
    "債傾償兒黨蘭關興養獸內岡冊寫軍農馮沖決況凍淨準減湊凱別刪剛創劃劇劉劍勸辦務動勵勁勞勢勳區醫華協單賣盧衛卻廠廳歷"
    "厲壓廁廈縣參雙發變敘葉號嘆聽員嗎圍園國圖圓聖場壞塊堅壇壩墳執報塵墊聲殼處備夠頭奪奮獎奧婦媽嬰學孫寧寶實審憲"
    "寬對尋導壽將爾嘗層屬歲島嶺幣帥師帳帶幫幹廣慶應廟廢開張彈強歸當錄徹徵徑總戀懷態憐慣惡慮憶憂懲戰戲戶護拋擇換據"
    "擴掃揚撥擔擁攔損搖撿攝擊擋數敵斷時晉曉暈暫術機殺雜權條來楊極構槍標棧樹樣橋檢樓櫃歡歐殘毀畢氣漢湯溝沒滬淚澤潔灣"
    "濕溫滿漁滲濟測渾濃濤滅燈靈災爐點煉煙熱愛爺牽犧狀獨獄環現電畫療癥監盤盜確礎碼礦磚禮禍離種稅積稱穩窮競筆"
    "節築簡簽籌糧納純紙級紛紀約紅紐線組細終經綁結給絡絕統繼績緒續維綠網綜緣編緩緊總縮織繳罰罷羅職聯聰肅脅腎腦膚臟艦藝"
    "蘇範獲營藥蟲補裝見規視覽覺觀觸計訂認討讓訓議記講許論設訪證評識詐訴診詞試詩誠話該詳語誤說請諸課誰調談謀謝護財責敗賬"
    "貨質販貪購貯貫貢貧賀貴貿費資賊賠賞賜賴賺賽贈贏趕趙跡蹤車軌轉輪軟輕載較輔輛輸轄辭邊達遷過運還這進遠違連遲適選遞"
    "鄰釋鐘針釘鋼鐵銀銷鎮鏡長門閉問間閣閱隊階陽陰陳陸際險隨隱難電霧靜韓項順須領頻題額顏願類風飛飯飲館馬駐驗騎驚魚鮮"
    "鳥鳴鷹麥黃齊齡龍龜"
)
"""Common characters that only traditional text has; a quick test, not a list of all."""


@functools.lru_cache(maxsize=1)
def _converter() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")


def is_traditional(text: str) -> bool:
    """Whether ``text`` holds characters that only traditional text has."""
    return not _MARKS.isdisjoint(text)


def simplified(text: str) -> str:
    """``text`` in simplified characters, with the same length; unchanged where it holds no traditional ones.

    >>> simplified("執行到位金額多少")
    '执行到位金额多少'
    """
    if not is_traditional(text):
        return text
    try:
        plain = str(_converter().convert(text))
    except ImportError:
        return text
    return plain if len(plain) == len(text) else text
