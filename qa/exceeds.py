"""A question whether one thing exceeds another, as the two things: 实际产能超没超设计产能 asks for both. Pure."""

from __future__ import annotations

import re

HEAD = 2
"""Characters at their ends in which things that can be compared are alike: 实际产能, 设计产能."""
_OVER = "(?:超过|超出|高于|低于|大于|小于|多于|少于)"
_THING = "[^，。？?、；;：:0-9多少几]{2,12}?"
_EXCEEDS = re.compile(
    rf"(?P<one>[^，。？?、；;：:]{{3,}}?)(?:(?:有没有|是不是|是否){_OVER}(?P<first>{_THING})"
    rf"|(?P<verb>[超高低])[没不](?P=verb)[过出于]?(?P<second>{_THING})|{_OVER}了?(?P<third>{_THING})(?:了?吗|没有|了没))[？?]*$"
)


def against(text: str) -> tuple[str, ...]:
    """The two things of which ``text`` asks whether one exceeds the other, each with what they share before it; else none.

    >>> against("甲厂去年实际产能超没超设计产能？"), against("收入是否超过12亿元")
    (('甲厂去年实际产能', '甲厂去年设计产能'), ())
    """
    match = _EXCEEDS.match(text)
    if match is None:
        return ()
    one, other = match["one"], match["first"] or match["second"] or match["third"]
    alike = one[-HEAD:] == other[-HEAD:] and len(one) >= len(other)
    return (one, f"{one[: -len(other)]}{other}") if alike else ()
