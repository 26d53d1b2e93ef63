"""Files that mean harm, or that something has harmed: made here, by format, each with a name and no more than needed."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Iterable

from tests import pictures as drawn
from tests.office import PACKAGE, TYPES, docx, para, zipped

Named = tuple[str, bytes]

TEXT = "示例市中级人民法院2024年新收案件3871件，同比上升5.2%。"
MAGIC = {
    "PDF": b"%PDF-1.7\n",
    "ZIP": b"PK\x03\x04",
    "an empty ZIP": b"PK\x05\x06",
    "old Office": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    "RTF": b"{\\rtf1",
    "PNG": b"\x89PNG\r\n\x1a\n",
    "JPEG": b"\xff\xd8\xff\xe0",
    "GIF": b"GIF89a",
    "TIFF": b"II*\0",
    "RAR": b"Rar!\x1a\x07",
    "7z": b"7z\xbc\xaf\x27\x1c",
    "gzip": b"\x1f\x8b\x08",
    "ELF": b"\x7fELF",
    "EXE": b"MZ\x90\0",
    "UTF-8": b"\xef\xbb\xbf",
    "UTF-16 LE": b"\xff\xfe",
    "UTF-16 BE": b"\xfe\xff",
    "nothing": b"",
}
SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)
BOOK = (
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="表" sheetId="1" r:id="r0"/></sheets></workbook>'
)
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
SHEET_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{SHEET_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{SHEET_TYPE}.worksheet+xml"/></Types>'
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
ENTITIES = {
    "XXE": '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
    "XXE of the network": '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">',
    "a parameter entity": '<!DOCTYPE x [<!ENTITY % e SYSTEM "file:///etc/passwd"> %e;]>',
    "a billion laughs": f'<!DOCTYPE x [<!ENTITY l0 "笑">{LAUGHS}<!ENTITY e "&l9;">]>',
    "a quadratic blowup": f'<!DOCTYPE x [<!ENTITY e "{"笑" * 50_000}">]>',
}
DEEP = 30_000
CUTS = 25
SEEDS = 4


def sheet_file(body: str, **files: str | bytes) -> bytes:
    """A workbook with one sheet of these rows."""
    sheet = f'<Relationship Id="r0" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    book = f'<Relationship Id="r0" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
    return zipped(
        {
            "[Content_Types].xml": SHEET_TYPES,
            "_rels/.rels": f'<Relationships xmlns="{PACKAGE}">{book}</Relationships>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">{sheet}</Relationships>',
            "xl/workbook.xml": BOOK,
            "xl/worksheets/sheet1.xml": SHEET.format(body),
            **files,
        }
    )


def rows(texts: Iterable[str]) -> str:
    """Rows of a sheet of one cell each."""
    return "".join(
        f'<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>{text}</t></is></c></row>' for n, text in enumerate(texts, 1)
    )


def pdf(*objects: bytes, trailer: bytes = b"") -> bytes:
    """A PDF of these objects, numbered from 1; the first is its catalog."""
    out, offsets = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer <</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, start)
    return bytes(out)


CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
EMPTY = b"<</Type/Pages/Kids[]/Count 0>>"
ENCRYPT = b"/Encrypt<</Filter/Standard/V 2/R 3/Length 128/P -4/O(%s)/U(%s)>>/ID[(a)(b)]" % (b"x" * 32, b"y" * 32)
LARGE = b"/Subtype/Image/Width 1000000/Height 1000000/ColorSpace/DeviceRGB/BitsPerComponent 8"
MANY = b"%PDF-1.7\nxref\n0 4294967295\n0000000000 65535 f \ntrailer<</Size 4294967295/Root 1 0 R>>\nstartxref\n9\n%%EOF"
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def stream(data: bytes, words: bytes = b"/Filter/FlateDecode") -> bytes:
    """A stream of packed bytes."""
    return b"<</Length %d%s>>\nstream\n%s\nendstream" % (len(data), words, data)


def page_of(content: bytes, more: bytes = b"", box: bytes = b"[0 0 595 842]") -> bytes:
    """A PDF of one page with this content, a stream; ``more`` stands among the page's words."""
    return pdf(
        CATALOG,
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox " + box + b"/Resources<</Font<</F1 5 0 R>>/XObject<</X 6 0 R>>>>"
        b"/Contents 4 0 R" + more + b">>",
        content,
        FONT,
        b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>/Length 5>>\nstream\n/X Do\nendstream",
    )


def packed(piece: bytes, times: int, rounds: int = 1) -> bytes:
    """``piece`` so many times, packed without ever being held as a whole, and packed again."""
    packer = zlib.compressobj(1)
    many = piece * 1000
    out = b"".join(packer.compress(many) for _ in range(times // 1000)) + packer.flush()
    for _ in range(rounds - 1):
        out = zlib.compress(out, 9)
    return out


DRAWN = b"BT /F1 9 Tf 50 700 Td (2024 3871) Tj ET\n"


def pdfs() -> list[Named]:
    """Bombs, loops and lies in PDF."""
    good = stream(zlib.compress(DRAWN))
    return [
        ("a loop in the page tree", pdf(CATALOG, b"<</Type/Pages/Kids[2 0 R]/Count 1>>")),
        (
            "a loop of two in the page tree",
            pdf(CATALOG, b"<</Type/Pages/Kids[3 0 R]/Count 9>>", b"<</Type/Pages/Parent 2 0 R/Kids[2 0 R 3 0 R]/Count 9>>"),
        ),
        ("a thousand million pages told", pdf(CATALOG, b"<</Type/Pages/Kids[]/Count 1000000000>>")),
        ("fewer than no pages", pdf(CATALOG, b"<</Type/Pages/Kids[]/Count -5>>")),
        (
            "twenty thousand pages that are one",
            pdf(
                CATALOG,
                b"<</Type/Pages/Count 20000/Kids[" + b"3 0 R " * 20_000 + b"]>>",
                b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
            ),
        ),
        ("no page tree", pdf(CATALOG)),
        ("a catalog that is its own page tree", pdf(b"<</Type/Catalog/Pages 1 0 R/Kids[1 0 R]/Count 1>>")),
        ("a stream bomb of blanks", page_of(stream(packed(b" " * 1000, 500_000)))),
        ("a stream bomb packed twice", page_of(stream(packed(b" " * 1000, 500_000, 2), b"/Filter[/FlateDecode/FlateDecode]"))),
        ("a stream bomb of marks", page_of(stream(packed(b"q " * 500, 50_000)))),
        ("a stream bomb of text", page_of(stream(packed(DRAWN, 1_000_000)))),
        ("a stream longer than the file", page_of(b"<</Length 99999999999>>\nstream\nBT ET\nendstream")),
        ("a stream of no known packing", page_of(stream(b"xx", b"/Filter/Nothing"))),
        ("a stream packed a thousand times", page_of(stream(b"xx", b"/Filter[" + b"/FlateDecode" * 1000 + b"]"))),
        ("a form that draws itself", page_of(stream(zlib.compress(b"/X Do")))),
        ("a page of no size", page_of(good, box=b"[0 0 0 0]")),
        ("a page of endless size", page_of(good, box=b"[-1e38 -1e38 1e38 1e38]")),
        ("a page of no numbers", page_of(good, box=b"[/A /B /C /D]")),
        ("an encrypted one", page_of(good).replace(b"/Root", ENCRYPT + b"/Root")),
        ("an array in arrays", pdf(b"[" * 200_000)),
        ("a dictionary in dictionaries", pdf(b"<</A" * 100_000)),
        ("a cross-reference that leads to itself", pdf(CATALOG, trailer=b"/Prev 9")),
        ("a cross-reference of many", MANY),
        ("an object stream in itself", pdf(CATALOG, b"<</Type/ObjStm/N 9999999/First 9/Length 2/Extends 2 0 R>>\nstream\n1 \nendstream")),
        ("a picture of a million by a million", page_of(good).replace(b"/Subtype/Form", LARGE)),
        ("a script", pdf(b"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(while(1);)>>>>", EMPTY)),
        ("a launch", pdf(b"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/Launch/F(/bin/sh)>>>>", EMPTY)),
        ("a head and nothing", b"%PDF-1.7"),
        ("an end and nothing", b"%PDF-1.7\n%%EOF"),
        ("an outline in a loop", pdf(b"<</Type/Catalog/Pages 2 0 R/Outlines 3 0 R>>", EMPTY, b"<</First 3 0 R/Next 3 0 R/Title(x)>>")),
    ]  # fmt: skip


def offices() -> list[Named]:
    """Bombs and entities in DOCX and XLSX."""
    plain = docx(para(TEXT))
    large = b"<w>" + b" " * 60_000_000
    out = [
        ("a DOCX bomb", docx("<w:p/>" * 4_000_000)),
        ("a DOCX bomb beside the text", _with(plain, {"word/media/x.png": bytes(210 << 20)})),
        ("a DOCX of large blanks", _with(plain, {"word/document.xml": large})),
        ("a DOCX of many entries", _with(plain, {f"word/{n}.xml": "" for n in range(2100)})),
        ("a DOCX without a document", zipped({"[Content_Types].xml": TYPES, "word/x.xml": ""})),
        ("a DOCX of nothing", _with(plain, {"word/document.xml": ""})),
        ("a DOCX that is no XML", _with(plain, {"word/document.xml": random.Random(1).randbytes(9_000)})),
        ("a DOCX in a DOCX", _with(plain, {"word/document.xml": plain})),
        ("a DOCX that leads out of itself", _with(plain, {"_rels/.rels": _leads("../../../../etc/passwd")})),
        ("a DOCX that leads into the network", _with(plain, {"_rels/.rels": _leads("http://127.0.0.1:9/x.xml")})),
        ("a DOCX that leads to itself", _with(plain, {"_rels/.rels": _leads("_rels/.rels")})),
        ("a DOCX with a wrong checksum", _spoilt(plain)),
        ("an XLSX bomb", sheet_file('<row r="1"><c><v>1</v></c></row>' * 2_000_000)),
        ("an XLSX of a sheet of blanks", _with(sheet_file(""), {"xl/worksheets/sheet1.xml": large})),
        ("an XLSX without a sheet", zipped({"[Content_Types].xml": TYPES, "xl/workbook.xml": BOOK})),
        ("an XLSX that is no XML", _with(sheet_file(""), {"xl/workbook.xml": b"\0\1\2<"})),
        ("an XLSX without anything", sheet_file("")),
        ("an XLSX with a wrong checksum", _spoilt(sheet_file(rows([TEXT] * 99)))),
    ]
    for name, doctype in ENTITIES.items():
        text = f'<?xml version="1.0"?>{doctype}<w:document xmlns:w="x">&e;</w:document>'
        out += [
            (f"{name} in DOCX", _with(plain, {"word/document.xml": text})),
            (f"{name} in DOCX in UTF-16", _with(plain, {"word/document.xml": text.encode("utf-16")})),
            (f"{name} in what DOCX is made of", _with(plain, {"_rels/.rels": text})),
            (f"{name} in XLSX", _with(sheet_file(""), {"xl/worksheets/sheet1.xml": text})),
            (f"{name} in the book of XLSX", _with(sheet_file(""), {"xl/workbook.xml": text})),
            (f"{name} in XML", text.encode()),
        ]
    depth = DEEP
    out += [
        ("a DOCX nested deep", docx("<w:p>" * depth + "</w:p>" * depth)),
        (
            "a DOCX of tables in tables",
            docx("<w:tbl><w:tr><w:tc>" * 3_000 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 3_000),
        ),
        ("an XLSX nested deep", sheet_file("<x>" * depth + "</x>" * depth)),
        ("an XML nested deep", b'<?xml version="1.0"?>' + b"<x>" * depth),
        ("an XML never closed", b'<?xml version="1.0"?><!--' + b"x" * 99_999),
    ]
    return out


def _with(data: bytes, files: dict[str, str | bytes]) -> bytes:
    """An Office file with these entries instead of its own, or beside them."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return zipped({**{name: file.read(name) for name in file.namelist()}, **files})


def _leads(to: str) -> str:
    return (
        f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r0" Type="{OFFICE}/officeDocument" Target="{to}"/>'
        "</Relationships>"
    )


def _spoilt(data: bytes) -> bytes:
    """With the checksum of every entry wrong."""
    out, at = bytearray(data), -1
    while (at := data.find(b"PK\x01\x02", at + 1)) >= 0:
        out[at + 16 : at + 20] = b"\1\2\3\4"
    return bytes(out)


def pictures() -> list[Named]:
    return list(drawn.damaged())


def archives() -> list[Named]:
    """Bombs and lies in ZIP files that cannot be opened at all."""
    bomb = zipped({"甲.txt": bytes(30 << 20)})
    good = zipped({"甲.txt": TEXT})
    return [
        ("a ZIP bomb", bomb),
        ("a ZIP of bombs", zipped({f"{n}": bytes(3 << 20) for n in range(80)})),
        ("a ZIP of many entries", zipped({f"{n}": "" for n in range(2100)})),
        ("a ZIP of folders", zipped({"下/": "", "下/下/": ""})),
        ("a ZIP of nothing", zipped({})),
        ("a ZIP with a lie about its length", good[:-12] + struct.pack("<L", 90_000_000) + good[-8:]),
        ("a ZIP with a lie about its place", good[:-6] + struct.pack("<L", 90_000_000) + good[-2:]),
        ("a ZIP of noise", b"PK\x03\x04" + random.Random(7).randbytes(5_000) + b"PK\x05\x06" + bytes(18)),
    ]


def members() -> list[Named]:
    """ZIP files that are opened, and whose only file cannot be read."""
    nested = zipped({"甲.txt": TEXT})
    for _ in range(12):
        nested = zipped({"内.zip": nested})
    large = zipfile.ZIP_STORED
    return [
        ("a bomb in a ZIP", zipped({"内.zip": zipped({"甲.txt": bytes(30 << 20)})}, large)),
        ("a DOCX bomb in a ZIP", zipped({"内.docx": docx("<w:p/>" * 4_000_000)}, large)),
        ("a ZIP nested deep", nested),
        ("an encrypted file in a ZIP", _flagged(zipped({"甲.txt": TEXT}), 1)),
        ("a file packed in no known way", _method(zipped({"甲.txt": TEXT}), 99)),
        ("a spoilt file in a ZIP", _spoilt(zipped({"甲.txt": TEXT}))),
        ("a picture in a ZIP", zipped({"甲.png": MAGIC["PNG"] + bytes(99)})),
        ("an empty file in a ZIP", zipped({"甲.txt": ""})),
        ("a PDF of nothing in a ZIP", zipped({"甲.pdf": b"%PDF-1.7"})),
    ]


def _flagged(data: bytes, flag: int) -> bytes:
    out = bytearray(data)
    out[6] |= flag
    out[data.find(b"PK\x01\x02") + 8] |= flag
    return bytes(out)


def _method(data: bytes, method: int) -> bytes:
    out, at = bytearray(data), data.find(b"PK\x01\x02")
    out[8:10] = out[at + 10 : at + 12] = struct.pack("<H", method)
    return bytes(out)


def pages() -> list[Named]:
    """Web pages that are too large or too deep, or hold nothing."""
    cells = "<td>5" * 1_000
    return [
        ("a page of a million tiny cells", f"<table>{f'<tr>{cells}' * 1_000}".encode()),
        ("a page of cells that cover all", f"<table>{'<tr><td rowspan=65534 colspan=1000>5' * 300}".encode()),
        ("a page of an endless row", f"<table><tr>{'<td>5' * 100_000}".encode()),
        ("a page nested deep", b"<html>" + b"<div>" * 1_000_000),
        ("a page of tables in tables", b"<html>" + b"<table><tr><td>" * 20_000),
        ("a page of nothing", b"<!DOCTYPE html><html></html>"),
        ("a page of a script", b"<html><script>while(1);</script></html>"),
        ("a page of entities", f"<!DOCTYPE html [{LAUGHS}]><html></html>".encode()),
        ("a page of attributes", b"<html><p " + b"a=1 " * 200_000 + b"></html>"),
        ("a page without an end", b"<html><!-- " + b"-" * 200_000),
        ("a saved page of nothing", b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\n\n--b--"),
        ("a saved page of parts", b"Content-Type: multipart/related; boundary=b\n\n" + b"--b\nContent-Type: x\n\n" * 9_000),
    ]  # fmt: skip


def texts() -> list[Named]:
    """Plain text that is none."""
    return [
        ("nothing", b""),
        ("blanks", b" \n\t" * 999),
        ("zeros", bytes(9_999)),
        ("a mark and nothing", b"\xef\xbb\xbf"),
        ("half of UTF-16", b"\xff\xfe" + "年".encode("utf-16-le") + b"\x00\xd8\x05\x00"),
        ("UTF-8 with a wrong byte", b"\xef\xbb\xbf" + TEXT.encode() + b"\xff\xfe\xfd"),
        ("UTF-16 with zeros", b"\xff\xfe" + "年\0月".encode("utf-16-le")),
        ("eleven million characters", "年".encode() * 11_000_000),
        ("more than the limit", b" " * (64 * 1024 * 1024 + 1)),
        ("furniture only", "打印\n关闭\n".encode()),
    ]


def noise() -> list[Named]:
    """Random bytes behind every beginning that means something."""
    out = []
    for number, (name, start) in enumerate(MAGIC.items()):
        for seed in range(SEEDS):
            made = random.Random(100 * number + seed)
            out.append((f"noise {seed} after {name}", start + made.randbytes(made.choice((40, 900, 20_000)))))
    return out


def truncated(name: str, data: bytes, cuts: int = CUTS) -> list[Named]:
    """``data`` cut off at places all over it."""
    last = len(data) - 8
    return [(f"{name} cut at {n + 1}/{cuts + 1}", data[: last * (n + 1) // (cuts + 1)]) for n in range(cuts)]


def flipped(name: str, data: bytes, count: int = CUTS) -> list[Named]:
    """``data`` with a few bytes changed."""
    out = []
    for seed in range(count):
        made, spoilt = random.Random(seed), bytearray(data)
        for _ in range(12):
            spoilt[made.randrange(8, len(spoilt))] = made.randrange(256)
        out.append((f"{name} changed {seed}", bytes(spoilt)))
    return out
