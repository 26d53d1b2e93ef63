"""Word documents: paragraphs, headings, list numbers, tables, text boxes and notes in the order of the text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from index.errors import LoadError
from index.load.docx_numbers import Numbering
from index.load.docx_styles import Styles
from index.load.docx_tree import Walk
from index.load.grids import Block, Paragraph, Writer
from index.load.omitted import Omitted
from index.load.parts import Package, number, short, value
from index.load.printed import without_contents
from index.records import RawText

if TYPE_CHECKING:
    from lxml.etree import _Element

MAIN: Final = "word/document.xml"
NOTES: Final = (("footnotes", "w:footnote", "脚注"), ("endnotes", "w:endnote", "尾注"))
"""The kinds of notes: what points to their part, their elements, and how they are called."""
EDGES: Final = (("header", "页眉"), ("footer", "页脚"))
PLAIN_NOTES: Final = (None, "normal")


def read_docx(data: bytes) -> RawText:
    """The text of a Word document, its headings and tables; notes stand at its end.

    Raises:
        LoadError: damaged, hostile, or no Word document after all.
    """
    package = Package(data)
    main = next((name for kind, name in package.targets("") if kind == "officeDocument"), MAIN)
    root = package.part(main)
    if root is None or short(root.tag) != "w:document":
        raise LoadError("这个文件的格式像 DOCX，里面却没有正文。请用 Word 或 WPS 打开，另存为新的 DOCX 再添加")
    parts = dict(reversed(package.targets(main)))
    omitted = Omitted()
    walk = Walk(
        Styles(package.part(parts.get("styles", ""))), Numbering(package.part(parts.get("numbering", ""))), omitted
    )
    blocks = walk.blocks(root)
    for kind, tag, called in NOTES:
        blocks += _notes(walk, package.part(parts.get(kind, "")), tag, called)
    _tell_edges(package, main, omitted)
    writer = Writer()
    writer.write(without_contents(blocks, omitted))
    return RawText(
        writer.text, "DOCX", tables=tuple(writer.tables), headings=tuple(writer.headings), left_out=omitted.lines()
    )


def _notes(walk: Walk, root: _Element | None, tag: str, called: str) -> list[Block]:
    """The notes that the text points to, in its order, each with the mark that it has there."""
    notes = {
        number(element, "id"): element
        for element in (root if root is not None else ())
        if short(element.tag) == tag and value(element, "type") in PLAIN_NOTES
    }
    found: list[Block] = []
    for identity, mark in walk.marks(tag).items():
        if identity not in notes:
            continue
        blocks = walk.blocks(notes[identity])
        if blocks and isinstance(blocks[0], Paragraph):
            blocks[0] = Paragraph(f"{called}{mark} {blocks[0].text.strip()}")
        found += blocks
    return found


def _tell_edges(package: Package, main: str, omitted: Omitted) -> None:
    """Heads and feet of the pages are told, each text once."""
    targets = package.targets(main)
    for kind, called in EDGES:
        seen: set[str] = set()
        for name in dict.fromkeys(name for found, name in targets if found == kind):
            root = package.part(name)
            words = root.iter() if root is not None else ()
            text = "".join(element.text or "" for element in words if short(element.tag) == "w:t")
            if any(char.isalnum() for char in text) and text.strip() not in seen:
                seen.add(text.strip())
                omitted.add(called, text)
