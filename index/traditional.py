"""Traditional characters to simplified ones, each at its place; OpenCC is loaded only where a text holds one.

Reports are understood, and compared with questions, in simplified characters; what is shown of them is as they have it.
"""

from __future__ import annotations

import functools
import re
from typing import Any, Final

_MARKS: Final = (
    "揹丟並亂亙亞佇佈佔併來侖侶侷係俠倀倆倉個們倖倫偉側偵偽傑傖傘備傢傭傯傳債傷傾僅僑僕僞僥僱價儀儂億儈儉儐儔儕儘償優"
    "儲儷儸儻儼兇兌兒兗內兩冊冑冪凍凜凱別刪則剋剎剛剝剮剴創剷劃劇劉劊劍劑勁動務勛勝勞勢勣勳勵勸勻匯匱區協卹卻厭厲參"
    "叄叢吳吶呂員唸問啓啞啟喚喪喫喬單喲嗆嗇嗎嗚嗶嘆嘍嘔嘖嘗嘩嘮嘯嘰噓噥噯噴噸噹嚀嚇嚐嚕嚥嚨嚮嚴嚶囀囁囂囈囉囌囑囪國"
    "圍園圓圖團執堅堊堝堯報場塊塋塒塗塚塢塵塹墊墜墮墳墾壇壎壓壘壙壞壟壢壩壯壺壽夠夢夾奐奧奩奪奮妝姍姦娛婁婦媧媼媽嫗"
    "嫵嫻嬈嬋嬌嬤嬪嬰嬸孃孫學孿宮寢實寧審寫寬寵寶將專尋對導尷屆屍屜屢層屨屬岡峯峴島峽崑崗崙崢嵐嶄嶇嶔嶸嶺嶼嶽巋巒巔"
    "巖帥師帳帶幀幃幗幟幣幫幹幾庫廁廂廄廈廚廝廟廠廢廣廬廳弒弔張強彆彈彌彎彙彥彫彿徑從徠復徹恆恥悅悵悶悽惡惱惻愛愜愴"
    "愷愾慄態慍慘慚慟慣慫慮慶慼慾憂憊憐憑憚憤憫憮憲憶懇應懍懣懲懶懷懸懺懼懾戀戰戲戶拋挾捨捫捲掃掄掙掛採揀揚換揮損搖"
    "搗搶摑摟摯摳摻撈撐撓撣撥撫撲撳撻撾撿擁擄擇擊擋擔據擠擬擯擰擱擲擴擷擺擻擾攆攏攔攙攜攝攢攣攤攪攬敍敗敘敵數斂斃斕"
    "斬斷昇時晉晝暈暉暘暢暫曄曆曇曉曖曠曬書會朧朮東枴柵桿梔條梟棄棗棟棧棲楊楓楨業極榦榮構槍槓槨槳樁樂樅樑樓標樞樣樸"
    "樹樺橈橋機橢橫檔檜檢檣檮檯檳檸檻櫃櫓櫚櫛櫝櫥櫬櫻欄權欐欖欽歎歐歟歡歲歷歸歿殘殤殮殯殲殺殼毀毆氈氣氫氬氳氾汎汙決"
    "沒沖況洩洶浹涇涼淒淚淨淪淵淺渙減渦測渾湊湧湯準溝溫溼滄滅滌滬滯滲滷滾滿漁漚漢漣漬漲漸漿潑潔潛潤潯潰澀澆澇澗澠澤"
    "澦澱濁濃濕濘濛濟濤濫濰濱濺濾瀆瀉瀋瀏瀕瀘瀝瀟瀨瀰瀲瀾灑灘灣灤災為烏烴無煉煙煥煩煬熒熱熾燈燉燒燙燜營燦燬燭燴燻燼"
    "燾爍爐爛爭爲爺爾牀牆牘牽犖犛犢犧狀狹狽猙猶獄獅獎獨獰獲獵獷獸獺獻玀現琺琿瑣瑤瑩瑪璣璦環璽璿瓊瓏瓔瓚甌甕產甦畝畢"
    "畫異當疇疊痙痠痺瘋瘍瘓瘡瘧瘺療癆癒癘癟癡癢癥癩癬癮癰癱癲發皁皚皰皺盃盜盞盡監盤盧盪眾睏睜睞瞞瞼矇矓矚矯硃硯碩確"
    "碼磚磧磯礆礎礙礦礪礫礬祕祿禍禎禦禪禮禱禿秈稅稈稜稟種稱穀穌積穎穠穡穢穩穫窩窪窮窯窺竄竅竇竈竊競筆筍筧箇箋箏節範"
    "築篠篤篩簍簑簞簡簣簫簽簾籃籌籟籠籤籬籮籲粵糝糞糧糰糾紀紂約紅紆紇紉紋納紐純紕紗紙級紛紜紡紮細紱紲紳紹紼絀終絃組"
    "絆結絕絛絞絡絢給絨絰統絲絳絹綁綏綑經綜綞綠綢綬維綰綱網綴綵綸綺綻綽綾綿緇緊緒緘緙線緝緞締緣編緩緬緯緲練緹緻縈縉"
    "縊縐縑縛縝縞縣縫縮縯縱縲縴縵縷縹總績繃繅繆繈繒織繕繚繞繡繩繪繫繭繳繹繼繽續纏纓纔纖纜缽罈罌罰罵罷羅羈羋羣羨義羶"
    "習翹聖聞聯聰聲聳聶職聽聾肅脅脈脣脩脫脹腎腦腫腳腸膚膠膩膽膾膿臉臍臏臘臚臟臢臥臨臺與興舉舊艙艦艱艷芻苧茲荊莊莖莢"
    "莧華菴萇萊萬萵葉葦葷蒐蒞蒼蓀蓆蓋蓮蔔蔣蔥蔭蕩蕪蕭薊薑薔薦薩薺藍藝藥藪藴藷藹藺蘆蘇蘊蘋蘚蘭蘿處虛虜號虧蛻蜆蝕蝦蝨"
    "蝸螞螢螻蟄蟈蟬蟯蟲蟻蠅蠍蠔蠟蠣蠱蠶蠻衆術衛衝衞袞裊裏補裝裡製複褲褸褻襖襠襤襪襬襯襲見規覓視覦親覬覲覺覽觀觴觸訂"
    "訃計訊訌討訏訐訑訓訕訖託記訛訝訟訢訣訥訪設許訴訶診註証詁詆詐詔評詖詛詞詠詢詣試詩詫詬詭詮詰話該詳詼誅誇誌認誑誕"
    "誘誚語誠誡誣誤誥誦誨說説誰課誶誹誼調諂諄談諉請諍諒論諛諜諦諧諫諭諮諱諳諶諷諸諺諼諾謀謁謂謄謅謊謎謐謗謙講謝謠謨"
    "謫謬謹謾譁譆證譎譏識譙譚譜譟譫譯議譴護譽讀變讒讓讕讖讚讜豈豎豐豔豬貓貝貞負財貢貧貨販貪貫責貯貲貳貴貶買貸費貼貽"
    "貿賀賁賂賃賄賅資賈賊賑賒賓賜賞賠賡賢賣賤賦質賬賭賴賺賻購賽贅贈贊贍贏贓贖贗贛趕趙趨跡踐踴蹕蹟蹣蹤蹺躂躉躊躋躍躑"
    "躓躡躥躪軀車軋軌軍軏軒軔軛軟軸軻軼軾較載輊輒輓輔輕輛輜輝輞輟輥輦輩輪輯輳輸輻輾輿轂轄轅轉轍轎轔轟轡辦辭辮辯農迴"
    "逕這連週進遊運過達違遙遜遞遠適遲遷選遺遼邁還邇邊邏邐郵鄉鄒鄖鄧鄭鄰鄲鄴酈醃醖醜醞醫醬醱釀釁釅釋釐釗釘釙針釣釦釧"
    "釩釵釺鈇鈉鈍鈎鈐鈑鈔鈕鈞鈣鈴鈷鈸鈹鈽鈾鈿鉀鉅鉉鉋鉍鉑鉗鉚鉛鉢鉤鉸鉻銀銅銑銓銖銘銜銥銨銬銳銷銻銼鋁鋅鋇鋒鋤鋪鋭鋰"
    "鋸鋼錄錐錕錘錙錚錠錡錢錦錨錫錮錯錳錶鍁鍊鍋鍍鍔鍘鍚鍛鍥鍬鍰鍵鍺鍾鎂鎊鎔鎖鎘鎚鎢鎬鎮鎰鎳鏃鏈鏍鏑鏗鏘鏜鏝鏟鏡鏢鏤"
    "鏨鏽鐃鐐鐘鐫鐮鐲鐳鐵鐸鐺鑄鑑鑒鑠鑣鑪鑰鑲鑷鑼鑽鑾鑿長門閂閃閉開閎閏閑閒間閔閘閡閣閤閥閨閩閭閱閲閹閻闆闈闊闋闌闐"
    "闔闕闖關闡闢陘陝陞陣陰陳陸陽隊階隕際隨險隱隴隸隻雋雖雙雛雜雞離難雲電霑霧霽靂靄靈靜靦靨鞏鞦韁韃韆韉韋韌韓韜韻響"
    "頁頂頃項順須頊頌預頑頒頓頗領頜頡頤頫頭頰頷頸頹頻顆題額顎顏顓願顛類顥顧顫顯顰顱顴風颯颱颳颶颺颼飄飛飢飩飪飭飯飲"
    "飴飼飽飾餃餅餉養餌餒餓餘餚餛餞餡館餵餾餿饅饉饋饑饒饗饜饞馬馭馮馱馳馴駁駐駑駒駕駙駛駝駟駢駭駱駿騁騎騖騙騫騰騵騷"
    "騾驀驃驅驍驕驗驚驛驟驢驥驪骯髏髒體髖髮鬆鬍鬚鬢鬥鬧鬨鬱魎魘魚魯魷鮑鮪鮫鮭鮮鯀鯉鯊鯖鯛鯧鯨鯽鰍鰓鰥鰭鰱鰻鰾鱉鱔鱖"
    "鱗鱟鱷鱸鳥鳩鳳鳴鳶鴃鴆鴉鴒鴕鴛鴣鴦鴨鴻鴿鵑鵝鵠鵡鵪鵬鵲鶉鶯鶴鷂鷓鷗鷥鷹鷺鸚鸛鸞鹵鹹鹼鹽麗麥麩麵麼黃黌點黨黴黷鼕"
    "鼴齊齋齒齜齟齡齣齦齧齪齬齲齷龍龐龔龜"
)
"""The common characters (the first level of Big5, and what OpenCC writes for those of GB 2312) that only traditional text has:
a quick test, not a list of all."""

_MARK: Final = re.compile(f"[{_MARKS}]")

_CHARACTERS: Final = dict(zip("衞敍痺揹擡幷著", "卫叙痹背抬并着", strict=True))
"""What OpenCC leaves: forms of Hong Kong and Taiwan."""

_WORDS: Final = {
    **{f"{word}畫": f"{plain}划" for word, plain in zip("計規籌策企擘", "计规筹策企擘", strict=True)},
    **{f"乾{rest}": f"乾{plain}" for rest, plain in zip("隆坤縣陵安元", "隆坤县陵安元", strict=True)},
    **{f"沈{rest}": f"沉{plain}" for rest, plain in zip("沒積船默重降澱", "没积船默重降淀", strict=True)},
    **{f"藉{rest}": f"借{plain}" for rest, plain in zip("由此助口以機故著着", "由此助口以机故着着", strict=True)},
    **{f"{word}覆": f"{word}复" for word in "答回反重批函"},
    **{f"{word}著": f"{plain}著" for word, plain in zip("顯名編論專譯遺", "显名编论专译遗", strict=True)},
    **{f"著{rest}": f"著{plain}" for rest, plain in zip("稱述錄書", "称述录书", strict=True)},
    **{
        word: word
        for word in "显著 卓著 昭著 编著 论著 专著 名著 原著 巨著 土著 所著 知著 著名 著作 著称 著述 著者".split()
    },
    **{f"參{rest}": f"叁{plain}" for rest, plain in zip("拾佰仟萬億元圓", "拾佰仟万亿元圆", strict=True)},
    **{f"{word}參": f"{word}叁" for word in "拾佰仟零"},
    "瞭解": "了解",
    "明瞭": "明了",
    "傢俱": "家具",
    "憑藉": "凭借",
}
"""Words in which a character stands for another one than elsewhere; each as long as it was."""

_WORD: Final = re.compile(f"({'|'.join(map(re.escape, _WORDS))})")


class _Table(dict[int, str]):
    """Code point -> simplified character, as ``str.translate`` asks; each is looked up once."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        plain = _CHARACTERS.get(char) or str(_converter().convert(char))
        self[code] = plain = plain if len(plain) == 1 else char
        return plain


_TABLE: Final = _Table()


@functools.lru_cache(maxsize=1)
def _converter() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")


def is_traditional(text: str) -> bool:
    """Whether ``text`` holds common characters that only traditional text has."""
    return _MARK.search(text) is not None


def simplified(text: str) -> str:
    """``text`` in simplified characters, with the same length; unchanged where it holds no common traditional one.

    >>> simplified("執行到位金額多少"), simplified("3隻，計畫顯著"), simplified("执行到位")
    ('执行到位金额多少', '3只，计划显著', '执行到位')
    """
    return _each_simplified(text) if is_traditional(text) else text


def same(one: str, other: str) -> bool:
    """Whether two texts are the same but for the script they are written in.

    >>> same("執行到位", "执行到位"), same("執行到位", "执结")
    (True, False)
    """
    return one == other or (len(one) == len(other) and _each_simplified(one) == _each_simplified(other))


def _each_simplified(text: str) -> str:
    parts = _WORD.split(text)
    parts[::2] = [part.translate(_TABLE) for part in parts[::2]]
    parts[1::2] = [_WORDS[word] for word in parts[1::2]]
    return "".join(parts)


class AnyScript:
    """A pattern of simplified words that is found in texts of either script, at the same places."""

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self._pattern = re.compile(pattern, flags)

    def match(self, text: str) -> re.Match[str] | None:
        """As :meth:`re.Pattern.match`; what the match holds is in simplified characters."""
        return self._pattern.match(simplified(text))

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """As :meth:`re.Pattern.fullmatch`."""
        return self._pattern.fullmatch(simplified(text))

    def search(self, text: str) -> re.Match[str] | None:
        """As :meth:`re.Pattern.search`."""
        return self._pattern.search(simplified(text))

    def cut(self, text: str) -> tuple[str, int]:
        """``text`` without what is found, and how often that is."""
        found = list(self._pattern.finditer(simplified(text)))
        ends = [0, *(match.end() for match in found)]
        starts = [*(match.start() for match in found), len(text)]
        return "".join(text[end:start] for end, start in zip(ends, starts, strict=True)), len(found)
