"""Characters that look like ordinary ones but are coded as radicals or compatibility forms, told by a table.

PDF fonts often map 工 to the radical ⼯: search would miss it and a reader sees no difference. NFKC would cure it and break
10², ① and ½, so only these blocks are mapped, one character to one.
"""

from __future__ import annotations

import re
from typing import Final
from unicodedata import decomposition

KANGXI: Final = (
    "一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土士夂夊夕大女子宀寸小尢尸屮山巛工己巾干幺广廴廾弋弓彐彡彳"
    "心戈戶手支攴文斗斤方无日曰月木欠止歹殳毋比毛氏气水火爪父爻爿片牙牛犬玄玉瓜瓦甘生用田疋疒癶白皮皿目矛矢石示禸禾穴立竹米糸缶"
    "网羊羽老而耒耳聿肉臣自至臼舌舛舟艮色艸虍虫血行衣襾見角言谷豆豕豸貝赤走足身車辛辰辵邑酉釆里金長門阜隶隹雨靑非面革韋韭音頁風"
    "飛食首香馬骨高髟鬥鬯鬲鬼魚鳥鹵鹿麥麻黃黍黑黹黽鼎鼓鼠鼻齊齒龍龜龠"
)
"""What U+2F00 to U+2FD5 look like, in their order."""

SUPPLEMENT: Final = (
    "厂乛乚乙亻冂\U00020628刀刂卜㔾小小兀尣尢\U00021bc2巳幺彑\U0002b739忄心扌攵 旡日月歺母民氵氺灬爫爫丬牛犭王"
    "\U00024d14目示礻\U00025ad7糹纟罓罒㓁冗\U0002626b羊\U0002634c\U0002634b耂肀聿肉\U00026951艹艹艹虎衤覀西见角"
    "\U000278b2讠贝\U00027fb7车辶辶辶邑钅長镸长门\U00028e0f阝雨青韦页风飞食\U0002967f飠饣\U00029810马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟"
)
"""What U+2E81 to U+2EF3 look like, in their order (Unicode's EquivalentUnifiedIdeograph); a blank where none is assigned."""

COMPATIBILITY: Final = ((0xF900, 0xFAFF), (0x2F800, 0x2FA1F))
"""Ideographs coded twice; Unicode names the ordinary one as the whole of their decomposition."""


def _table() -> dict[int, int]:
    table = {0x2F00 + n: ord(char) for n, char in enumerate(KANGXI)}
    table |= {0x2E81 + n: ord(char) for n, char in enumerate(SUPPLEMENT) if char != " "}
    for first, last in COMPATIBILITY:
        for code in range(first, last + 1):
            same = decomposition(chr(code)).split()
            if len(same) == 1:
                table[code] = int(same[0], 16)
    return table


ORDINARY: Final = _table()
"""Code point -> code point of the ordinary character."""
_BLOCKS: Final = re.compile(f"[\u2e81-\u2fd5{''.join(f'{chr(first)}-{chr(last)}' for first, last in COMPATIBILITY)}]")
"""Where they all are: most texts hold none, and that is found much quicker than each is looked up."""


def ordinary(text: str) -> str:
    """``text`` with each radical and compatibility ideograph as the ordinary character; the length stays.

    >>> ordinary("⼯作⻓ 10²①½")
    '工作长 10²①½'
    """
    return text.translate(ORDINARY) if _BLOCKS.search(text) else text
