"""The XML parts of an Office file: parsed without entities, without the network, and told by short names."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, Final

from index.errors import LoadError
from index.load.limits import MAX_PART, MAX_TAGS
from index.load.zipped import Zipped

if TYPE_CHECKING:
    from lxml.etree import _Element

PREFIXES: Final = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://schemas.openxmlformats.org/drawingml/2006/picture": "pic",
    "http://purl.oclc.org/ooxml/drawingml/picture": "pic",
    "http://schemas.openxmlformats.org/drawingml/2006/chart": "c",
    "http://purl.oclc.org/ooxml/drawingml/chart": "c",
    "http://schemas.openxmlformats.org/drawingml/2006/diagram": "dgm",
    "http://purl.oclc.org/ooxml/drawingml/diagram": "dgm",
    "urn:schemas-microsoft-com:vml": "v",
    "urn:schemas-microsoft-com:office:office": "o",
}
"""Short names of the namespaces that hold text or tell of it, of both editions of the standard."""

DOCTYPE: Final = "文件里的 {} 含有 DOCTYPE，正常的 Office 文件没有它，为安全起见不读。请另存为新文件再添加"

_SHORT: dict[str, str] = {}


def short(tag: object) -> str:
    """``w:p`` for a paragraph's full tag; "" for tags of no interest."""
    if not isinstance(tag, str):
        return ""
    found = _SHORT.get(tag)
    if found is None:
        space, _, local = tag.rpartition("}")
        prefix = PREFIXES.get(space[1:], "")
        found = f"{prefix}:{local}" if prefix else ""
        if len(_SHORT) < 2_000:  # a hostile file has endless tags
            _SHORT[tag] = found
    return found


def child(element: _Element | None, *names: str) -> _Element | None:
    """The first child of a child ... of these short names."""
    for name in names:
        if element is None:
            return None
        element = next((one for one in element if short(one.tag) == name), None)
    return element


def value(element: _Element | None, name: str = "val") -> str | None:
    """An attribute of this local name, whatever its namespace; None where there is none."""
    if element is None:
        return None
    return next((str(text) for key, text in element.attrib.items() if key.rpartition("}")[2] == name), None)


def number(element: _Element | None, name: str = "val") -> int | None:
    """An attribute that is a whole number of a sensible size; else None."""
    text = value(element, name)
    if text is None or not text.lstrip("-").isdecimal() or len(text) > 9:
        return None
    return int(text)


def is_on(element: _Element | None) -> bool:
    """A property that is there and not switched off."""
    return element is not None and value(element) not in ("0", "false", "off", "none")


def parse(data: bytes, name: str) -> _Element:
    """The tree of a part.

    Raises:
        LoadError: it is too large, no XML, nested too deep, or has a DOCTYPE, which no Office file needs.
    """
    from lxml import etree

    if len(data) > MAX_PART or data.count(b"<") > 2 * MAX_TAGS:
        raise LoadError(f"文件里的 {name} 太大，读不了。请拆成几个文件再添加")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    if b"<!DOCTYPE" in data:
        raise LoadError(DOCTYPE.format(name))
    try:
        root: _Element = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise LoadError(f"文件里的 {name} 已损坏，或层层相套太深。请用 Word 或 WPS 打开，另存为新文件再添加") from None
    if root.getroottree().docinfo.doctype:  # in UTF-16 the look at the bytes does not find it
        raise LoadError(DOCTYPE.format(name))
    return root


class Package:
    """An Office file: its parts and how they point to each other."""

    def __init__(self, data: bytes) -> None:
        """Raises LoadError where the file is damaged or too large."""
        self._zip = Zipped(data)
        self._names = {name.lower(): name for name in self._zip.names}

    def has(self, name: str) -> bool:
        """True where there is a part of this name."""
        return name.lower() in self._names

    def part(self, name: str) -> _Element | None:
        """The tree of a part; None where there is none of this name."""
        found = self._names.get(name.lower())
        return None if found is None else parse(self._zip.read(found), found)

    def targets(self, name: str) -> list[tuple[str, str]]:
        """What the part ``name`` points to inside the file: the last word of each kind, and the part's name."""
        folder, base = posixpath.split(name)
        root = self.part(posixpath.join(folder, "_rels", f"{base}.rels"))
        found: list[tuple[str, str]] = []
        for relation in root if root is not None else ():
            target = value(relation, "Target") or ""
            if target and value(relation, "TargetMode") != "External":
                path = target if target.startswith("/") else posixpath.join("/", folder, target)
                kind = (value(relation, "Type") or "").rpartition("/")[2]
                found.append((kind, posixpath.normpath(path).lstrip("/")))
        return found
