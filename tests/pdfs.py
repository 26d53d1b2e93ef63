"""Small PDFs for tests, written by hand: no font is embedded, each character has its width and its code point."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

A4 = (595.0, 842.0)
PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")


@dataclass
class Page:
    """A page under way: what is drawn is drawn in the order of the calls, all in a form under ``form`` if that is given."""

    size: tuple[float, float] = A4
    rotate: int = 0
    crop: tuple[float, float, float, float] | None = None
    marks: list[tuple[str, ...]] = field(default_factory=list)
    form: tuple[float, ...] | None = None

    def text(self, x: float, y: float, text: str, size: float = 10.5, turn: int = 0, spread: float = 0) -> None:
        """``text`` with its baseline at (x, y), turned counterclockwise by degrees, ``spread`` points between characters."""
        self.marks.append(("text", f"{x:.2f}", f"{y:.2f}", f"{size}", str(turn), f"{spread}", text))

    def lines(self, x: float, y: float, lines: Iterable[str], size: float = 10.5, pitch: float = 16) -> float:
        """``lines`` one below the other; the baseline of the next."""
        for line in lines:
            self.text(x, y, line, size)
            y -= pitch
        return y

    def bar(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A filled rectangle."""
        self.marks.append(("raw", f"{x0:.2f} {y0:.2f} {x1 - x0:.2f} {y1 - y0:.2f} re f"))

    def stroke(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A drawn line."""
        self.marks.append(("raw", f"0.5 w {x0:.2f} {y0:.2f} m {x1:.2f} {y1:.2f} l S"))

    def picture(self) -> None:
        """A grey picture all over the page, as a scanner leaves it."""
        self.marks.append(("raw", f"q {self.size[0]} 0 0 {self.size[1]} 0 0 cm /Im0 Do Q"))

    def table(
        self,
        left: float,
        top: float,
        widths: Sequence[float],
        rows: Sequence[Sequence[str]],
        height: float = 20,
        size: float = 9,
        stroked: bool = False,
    ) -> float:
        """A ruled table, its cells' texts row by row, lines within a cell parted by ``/n``; where it ends."""
        draw = self.stroke if stroked else self._thin
        right, y = left + sum(widths), top
        draw(left, y, right, y)
        for row in rows:
            tall = height * max(cell.count("\n") + 1 for cell in row)
            x = left
            for width, cell in zip(widths, row, strict=True):
                draw(x, y, x, y - tall)
                for n, line in enumerate(cell.split("\n")):
                    self.text(x + 4, y - height * n - 0.7 * height, line, size)
                x += width
            draw(right, y, right, y - tall)
            y -= tall
            draw(left, y, right, y)
        return y

    def _thin(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.bar(x0 - 0.25, min(y0, y1) - 0.25, x1 + 0.25, max(y0, y1) + 0.25)


def half(char: str) -> bool:
    """True where ``char`` is half as wide as a Chinese one."""
    return char < "\u0100"


def width(text: str, size: float) -> float:
    """How wide ``text`` is drawn, in points."""
    return size * sum(0.5 if half(char) else 1.0 for char in text)


def wrapped(text: str, chars: int) -> list[str]:
    """``text`` in lines of at most ``chars`` full widths, cut anywhere, as a narrow column is."""
    lines, line = [], ""
    for char in text:
        if width(line + char, 1) > chars:
            lines.append(line)
            line = ""
        line += char
    return [*lines, line]


def pdf(pages: Sequence[Page], password: str | None = None, unmapped: str = "", outline: Sequence[str] = ()) -> bytes:
    """The file of ``pages``; characters of ``unmapped`` get no code point; ``outline`` titles lead to the first page."""
    chars = sorted({char for page in pages for mark in page.marks if mark[0] == "text" for char in mark[-1]})
    codes = {char: n + 1 for n, char in enumerate(chars)}
    objects: list[bytes] = [b"", b"", *_font(codes, unmapped), _stream(b"\x80", IMAGE)]
    picture = len(objects)
    kids = []
    for page in pages:
        content = _content(page, codes)
        inner = f"/Font <</F0 3 0 R>>/XObject <</Im0 {picture} 0 R>>"
        if page.form:
            form = f"/Type/XObject/Subtype/Form/BBox [0 0 5000 5000]/Matrix [{' '.join(map(str, page.form))}]"
            objects.append(_stream(content, f"{form}/Resources <<{inner}>>"))
            content, inner = b"q /Fm0 Do Q", f"/XObject <</Fm0 {len(objects)} 0 R>>"
        objects.append(_stream(content))
        crop = f"/CropBox [{' '.join(map(str, page.crop))}]" if page.crop else ""
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox [0 0 {page.size[0]} {page.size[1]}]{crop}/Rotate {page.rotate}"
            f"/Resources <<{inner}>>/Contents {len(objects)} 0 R>>".encode()
        )
        kids.append(len(objects))
    first = len(objects) + 1
    for n, title in enumerate(outline):
        following = f"/Next {first + n + 1} 0 R" if n + 1 < len(outline) else ""
        hexed = ("\ufeff" + title).encode("utf-16-be").hex()
        objects.append(f"<</Title <{hexed}>/Dest [{kids[0]} 0 R /Fit]{following}>>".encode())
    if outline:
        objects.append(f"<</First {first} 0 R/Last {len(objects)} 0 R>>".encode())
    top = f"/Outlines {len(objects)} 0 R" if outline else ""
    objects[0] = f"<</Type/Catalog/Pages 2 0 R{top}>>".encode()
    objects[1] = f"<</Type/Pages/Count {len(kids)}/Kids [{' '.join(f'{n} 0 R' for n in kids)}]>>".encode()
    return _file(objects, password)


IMAGE = "/Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8"


def _content(page: Page, codes: dict[str, int]) -> bytes:
    turns = {0: "1 0 0 1", 90: "0 1 -1 0", 180: "-1 0 0 -1", 270: "0 -1 1 0", 45: "0.7071 0.7071 -0.7071 0.7071"}
    out = []
    for kind, *mark in page.marks:
        if kind == "raw":
            out.append(mark[0])
            continue
        x, y, size, turn, spread, text = mark
        hexed = "".join(f"{codes[char]:04X}" for char in text)
        out.append(f"BT /F0 {size} Tf {spread} Tc {turns[int(turn)]} {x} {y} Tm <{hexed}> Tj ET")
    return "\n".join(out).encode()


def _font(codes: dict[str, int], unmapped: str) -> list[bytes]:
    widths = " ".join(f"{code} [{500 if half(char) else 1000}]" for char, code in codes.items())
    known = [(code, char.encode("utf-16-be").hex()) for char, code in codes.items() if char not in unmapped]
    lines = "\n".join(f"<{code:04X}> <{char}>" for code, char in known)
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n/CMapName /T def /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <FFFF> endcodespacerange\n{len(known)} beginbfchar\n{lines}\nendbfchar\n"
        "endcmap end end"
    )
    return [
        b"<</Type/Font/Subtype/Type0/BaseFont/T/Encoding/Identity-H/DescendantFonts [4 0 R]/ToUnicode 6 0 R>>",
        f"<</Type/Font/Subtype/CIDFontType2/BaseFont/T/CIDSystemInfo <</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
        f"/FontDescriptor 5 0 R/DW 1000/W [{widths}]>>".encode(),
        b"<</Type/FontDescriptor/FontName/T/Flags 4/FontBBox [0 -200 1000 900]/ItalicAngle 0/Ascent 880/Descent -120"
        b"/CapHeight 700/StemV 80>>",
        _stream(cmap.encode()),
    ]


def _stream(data: bytes, entries: str = "") -> bytes:
    return f"<<{entries}/Length {len(data)}>>\nstream\n".encode() + data + b"\nendstream"


def _file(objects: list[bytes], password: str | None) -> bytes:
    identity = hashlib.md5(b"id", usedforsecurity=False).digest()
    trailer = f"/Size {len(objects) + 1 + bool(password)}/Root 1 0 R/ID [<{identity.hex()}><{identity.hex()}>]"
    if password is not None:
        owner = _rc4(hashlib.md5(_padded(password), usedforsecurity=False).digest()[:5], _padded(password))
        key = hashlib.md5(
            _padded(password) + owner + (-4).to_bytes(4, "little", signed=True) + identity, usedforsecurity=False
        ).digest()[:5]
        entry = f"<</Filter/Standard/V 1/R 2/O <{owner.hex()}>/U <{_rc4(key, PADDING).hex()}>/P -4>>"
        objects = [*objects, entry.encode()]  # the streams stay in clear: none is read without the password
        trailer += f"/Encrypt {len(objects)} 0 R"
    out, places = b"%PDF-1.5\n", []
    for n, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{n} 0 obj\n".encode() + body + b"\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    start = len(out)
    return (
        out
        + (
            f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n<<{trailer}>>\nstartxref\n{start}\n%%EOF\n"
        ).encode()
    )


def _padded(password: str) -> bytes:
    return (password.encode() + PADDING)[:32]


def _rc4(key: bytes, data: bytes) -> bytes:
    state, j = list(range(256)), 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)
