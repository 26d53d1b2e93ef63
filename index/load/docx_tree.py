"""The tree of a Word document to paragraphs and grids: what Word shows, what it hides or leaves to the page told."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from index.load.docx_numbers import Numbering
from index.load.docx_styles import Styles, outline_level
from index.load.docx_symbols import symbol
from index.load.docx_tables import OpenTable
from index.load.grids import Block, Budget, Paragraph, settled
from index.load.omitted import Omitted
from index.load.parts import child, is_on, number, short, value
from index.load.raised import SUBSCRIPTS, SUPERSCRIPTS

if TYPE_CHECKING:
    from lxml.etree import _Element

SKIPPED: Final = frozenset(
    "w:pPr w:rPr w:tblPr w:tblPrEx w:tblGrid w:trPr w:tcPr w:sdtPr w:sdtEndPr w:sectPr w:rt w:delText w:instrText"
    " w:delInstrText w:footnoteRef w:endnoteRef w:annotationRef w:rubyPr".split()
)
"""Properties, and text that no reader sees."""
TOLD: Final = {
    "w:del": "修订中删除的内容",
    "w:moveFrom": "修订中删除的内容",
    "w:altChunk": "嵌入的文件",
}
"""Elements left out with all that is in them, and what they are called."""
COUNTED: Final = {
    "pic:pic": "图片（图中的文字没有读）",
    "v:imagedata": "图片（图中的文字没有读）",
    "c:chart": "图表（图中的数字没有读）",
    "dgm:relIds": "示意图（图中的文字没有读）",
    "o:OLEObject": "嵌入的文件",
    "w:commentReference": "批注",
}
"""Elements that are told and have nothing of the text in them, or text boxes beside."""
PRIVATE = re.compile("[\ue000-\uf8ff]")
DIGITS_END = re.compile(r"[0-9]\s*$")


@dataclass(slots=True)
class _Frame:
    """Where paragraphs go: the document, a cell, a text box. ``carried`` is a paragraph whose end was deleted."""

    blocks: list[Block] = field(default_factory=list)
    carried: str = ""


@dataclass(slots=True)
class _Paragraph:
    """A paragraph under way, and the text boxes that hang on it."""

    pieces: list[str] = field(default_factory=list)
    level: int = 0
    mark: str = ""
    contents: bool = False
    hidden: bool = False
    runs_on: bool = False
    boxes: list[Block] = field(default_factory=list)


class Walk:
    """Goes through parts of a document, counting lists and notes on the way."""

    def __init__(self, styles: Styles, numbering: Numbering, omitted: Omitted) -> None:
        self._styles = styles
        self._numbering = numbering
        self._omitted = omitted
        self._budget = Budget()
        self._frames: list[_Frame] = []
        self._paragraphs: list[_Paragraph] = []
        self._tables: list[OpenTable] = []
        self._fields: list[list[str]] = [[]]
        self._raising: list[dict[int, int]] = []
        self._font = ""
        self._chosen: list[_Element | None] = []
        self._marks: dict[str, dict[int | None, str]] = {"w:footnote": {}, "w:endnote": {}}
        self._starts: dict[str, Callable[[_Element], None]] = {
            "w:p": self._start_paragraph,
            "w:r": self._start_run,
            "w:t": lambda element: self._say(element.text or ""),
            "m:t": lambda element: self._say(element.text or ""),
            "m:den": lambda element: self._say("/"),
            "m:sup": lambda element: self._raising.append(SUPERSCRIPTS),
            "w:tab": lambda element: self._say("\t"),
            "w:ptab": lambda element: self._say("\t"),
            "w:br": lambda element: self._say("\n"),
            "w:cr": lambda element: self._say("\n"),
            "w:noBreakHyphen": lambda element: self._say("-"),
            "w:sym": self._say_symbol,
            "w:fldChar": self._field,
            "w:footnoteReference": lambda element: self._refer("w:footnote", element),
            "w:endnoteReference": lambda element: self._refer("w:endnote", element),
            "w:txbxContent": self._start_box,
            "mc:AlternateContent": self._choose,
            "w:tbl": lambda element: self._tables.append(OpenTable()),
            "w:tr": self._start_row,
            "w:tc": self._start_cell,
        }
        self._ends: dict[str, Callable[[_Element], None]] = {
            "w:p": self._end_paragraph,
            "w:r": self._end_run,
            "m:sup": lambda element: self._raising.clear(),
            "mc:AlternateContent": self._end_choice,
            "w:txbxContent": self._end_box,
            "w:tbl": self._end_table,
            "w:tc": self._end_cell,
        }

    def blocks(self, root: _Element) -> list[Block]:
        """Paragraphs and tables of a part, or of a note, in order."""
        from lxml import etree

        frame = _Frame()
        self._frames.append(frame)
        walk = etree.iterwalk(root, events=("start", "end"))
        skipped: _Element | None = None
        for event, element in walk:
            tag = short(element.tag)
            if event == "start":
                if self._leaves_out(element, tag):
                    walk.skip_subtree()
                    skipped = element
                elif tag in self._starts:
                    self._starts[tag](element)
            elif element is not skipped and tag in self._ends:
                self._ends[tag](element)
        self._end_frame()
        return frame.blocks

    def marks(self, kind: str) -> dict[int | None, str]:
        """The marks of the notes of a kind that were pointed to so far, by their ids, in order."""
        return self._marks[kind]

    def _leaves_out(self, element: _Element, tag: str) -> bool:
        if tag in SKIPPED:
            return True
        if tag in TOLD:
            self._tell(TOLD[tag], element)
            return True
        if tag in COUNTED:
            self._omitted.add(COUNTED[tag])
            return False
        if tag in ("mc:Choice", "mc:Fallback"):
            return bool(self._chosen) and element is not self._chosen[-1]
        if tag == "w:tr" and child(element, "w:trPr", "w:del") is not None:
            self._tell(TOLD["w:del"], element)
            return True
        if tag == "w:tc" and self._tables and self._tables[-1].takes_in(element):
            return True
        if tag == "w:sdt":
            return self._is_form(element)
        return tag == "w:r" and self._is_hidden(element)

    def _tell(self, kind: str, element: _Element) -> None:
        words = "".join(one.text or "" for one in element.iter() if short(one.tag) in ("w:t", "w:delText"))
        if words.strip():
            self._omitted.add(kind, words)

    def _is_form(self, element: _Element) -> bool:
        """True for a form's prompt (单击此处输入文字), and for contents that Word made."""
        properties = child(element, "w:sdtPr")
        if is_on(child(properties, "w:showingPlcHdr")):
            self._tell("未填写的提示文字", element)
            return True
        if value(child(properties, "w:docPartObj", "w:docPartGallery")) == "Table of Contents":
            self._tell("目录", element)
            return True
        return False

    def _is_hidden(self, run: _Element) -> bool:
        properties = child(run, "w:rPr")
        vanish = child(properties, "w:vanish")
        style = value(child(properties, "w:rStyle"))
        hidden = is_on(vanish) if vanish is not None else (style is not None and self._styles.of(style).hidden)
        if hidden or (vanish is None and self._paragraphs and self._paragraphs[-1].hidden):
            self._tell("隐藏的文字", run)
            return True
        return False

    def _start_paragraph(self, element: _Element) -> None:
        properties = child(element, "w:pPr")
        name = value(child(properties, "w:pStyle"))
        style = self._styles.of(name)
        outline = number(child(properties, "w:outlineLvl"))
        listed = child(properties, "w:numPr")
        list_name = value(child(listed, "w:numId"))
        at = number(child(listed, "w:ilvl"))
        if list_name is None:
            list_name = style.list_name
            at = at if at is not None else style.list_level
            if at is None and name is not None and list_name:
                at = self._numbering.level_of(list_name, name)
        deleted = any(child(properties, "w:rPr", kind) is not None for kind in ("w:del", "w:moveFrom"))
        self._paragraphs.append(
            _Paragraph(
                level=style.level if outline is None else outline_level(outline),
                mark=self._numbering.mark(list_name, at or 0) if list_name else "",
                contents=style.contents,
                hidden=style.hidden,
                runs_on=deleted,
            )
        )

    def _end_paragraph(self, element: _Element) -> None:
        done = self._paragraphs.pop()
        self._fields[-1] = [state for state in self._fields[-1] if state != "code"]  # one without an end hides no more
        frame = self._frames[-1]
        text = frame.carried + "".join(done.pieces)
        frame.carried = ""
        if done.runs_on:
            frame.carried = text
        elif done.contents:
            if text.strip():
                self._omitted.add("目录", text.split("\t")[0])
        elif done.level:
            frame.blocks.append(Paragraph(_marked(done.mark, text), done.level))
        else:
            lines = _marked(done.mark, text).split("\n")
            frame.blocks += [Paragraph(line) for line in lines if line and not line.isspace()]
        frame.blocks += done.boxes

    def _start_run(self, element: _Element) -> None:
        properties = child(element, "w:rPr")
        raised = value(child(properties, "w:vertAlign"))
        before = self._paragraphs[-1].pieces[-1:] if self._paragraphs else []
        if raised == "superscript":
            self._raising.append(SUPERSCRIPTS)
        elif raised == "subscript" and before and DIGITS_END.search(before[0]):
            self._raising.append(SUBSCRIPTS)
        fonts = child(properties, "w:rFonts")
        self._font = value(fonts, "ascii") or value(fonts, "hAnsi") or ""

    def _end_run(self, element: _Element) -> None:
        self._raising.clear()

    def _say(self, text: str) -> None:
        """Adds words to the paragraph under way, unless they are the code of a field."""
        if not self._paragraphs or "code" in self._fields[-1]:
            return
        if self._raising:
            text = text.translate(self._raising[-1])
        if PRIVATE.search(text):
            text = PRIVATE.sub(lambda char: self._symbol(self._font or "Wingdings", ord(char.group())), text)
        self._paragraphs[-1].pieces.append(text)

    def _say_symbol(self, element: _Element) -> None:
        code = value(element, "char") or ""
        if re.fullmatch(r"[0-9A-Fa-f]{1,6}", code):
            self._say(self._symbol(value(element, "font") or "", int(code, 16)))

    def _symbol(self, font: str, code: int) -> str:
        found = symbol(font, code)
        if not found:
            self._omitted.add("符号", f"{font[:40]} {code:04X}")
        return found

    def _field(self, element: _Element) -> None:
        kind = value(element, "fldCharType")
        fields = self._fields[-1]
        if kind == "begin":
            fields.append("code")
        elif fields and kind == "separate":
            fields[-1] = "result"
        elif fields and kind == "end":
            fields.pop()

    def _refer(self, kind: str, element: _Element) -> None:
        """The mark of a note: raised digits, which no figure takes for its own."""
        marks = self._marks[kind]
        identity = number(element, "id")
        if identity not in marks:
            digits = str(len(marks) + 1).translate(SUPERSCRIPTS)
            marks[identity] = digits if kind == "w:footnote" else f"⁽{digits}⁾"
        if not is_on_text(value(element, "customMarkFollows")):
            self._say(marks[identity])

    def _choose(self, element: _Element) -> None:
        """Of the forms that a thing has for newer and older programs one is shown: the first for newer ones."""
        newer = child(element, "mc:Choice")
        self._chosen.append(child(element, "mc:Fallback") if newer is None else newer)

    def _end_choice(self, element: _Element) -> None:
        self._chosen.pop()

    def _start_box(self, element: _Element) -> None:
        self._frames.append(_Frame())
        self._fields.append([])

    def _end_box(self, element: _Element) -> None:
        self._fields.pop()
        blocks = self._frames[-1].blocks
        self._end_frame()
        if self._paragraphs:
            self._paragraphs[-1].boxes += blocks
        else:
            self._frames[-1].blocks += blocks

    def _end_frame(self) -> None:
        frame = self._frames.pop()
        if frame.carried.strip():
            frame.blocks.append(Paragraph(frame.carried))

    def _start_row(self, element: _Element) -> None:
        if self._tables:
            self._tables[-1].begin_row(element)

    def _start_cell(self, element: _Element) -> None:
        if self._tables:
            frame = _Frame()
            self._frames.append(frame)
            self._tables[-1].add(element, frame.blocks, self._budget)

    def _end_cell(self, element: _Element) -> None:
        if self._tables:
            self._end_frame()

    def _end_table(self, element: _Element) -> None:
        self._frames[-1].blocks += settled(self._tables.pop().finished())


def _marked(mark: str, text: str) -> str:
    """``text`` behind the number of its list, which never runs into a figure."""
    if not mark or not text.strip():
        return text
    if mark[-1].isdigit() or (mark[-1] == "." and text[:1].isdigit()):
        return f"{mark} {text}"
    return mark.rstrip() + text if mark.rstrip()[-1:] in "、）】〕．" else mark + text


def is_on_text(text: str | None) -> bool:
    """An attribute that is there and says yes."""
    return text is not None and text not in ("0", "false", "off")
