"""Archives: their files are files of their own, wherever they say they lie; a bad one fails alone and clearly."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import pytest

from index import ahead
from index.build import ADDED, FAILED, UNCHANGED, add_paths, find_files
from index.errors import LoadError
from index.load import file_size, files_in, load, read_file
from index.load.zipped import Zipped
from index.store import Store
from tests.office import docx, para, zipped
from tests.qa.library import REPORT


def put(folder: Path, data: bytes, name: str = "报告.zip") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def members(path: Path) -> list[str]:
    return [str(file.relative_to(path)) for file in files_in(path)]


def raw_names(names: list[tuple[bytes, bool]]) -> bytes:
    """A ZIP file whose names are these bytes, with the UTF-8 flag or without."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for n, _ in enumerate(names):
            file.writestr(f"{n:04}", f"内容{n}")
    data = buffer.getvalue()
    for n, (name, flag) in enumerate(names):
        old = f"{n:04}".encode()
        for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            length = {6: 26, 8: 28}[at]
            start = {6: 30, 8: 46}[at]
            place = data.find(mark)
            while data[place + start : place + start + 4] != old:
                place = data.find(mark, place + 1)
            head = bytearray(data[place : place + start])
            head[at : at + 2] = struct.pack("<H", 0x800 if flag else 0)
            head[length : length + 2] = struct.pack("<H", len(name))
            data = data[:place] + bytes(head) + name + data[place + start + 4 :]
    return settled(data)


def settled(data: bytes) -> bytes:
    """The list of entries of a ZIP file told anew, as names have changed their lengths."""
    start, end = data.find(b"PK\x01\x02"), data.rfind(b"PK\x05\x06")
    offsets, at = [], -1
    while (at := data.find(b"PK\x03\x04", at + 1)) >= 0:
        offsets.append(at)
    head = bytearray(data)
    at = start
    for offset in offsets:
        head[at + 42 : at + 46] = struct.pack("<L", offset)
        at = data.find(b"PK\x01\x02", at + 4)
    head[end + 12 : end + 20] = struct.pack("<LL", end - start, start)
    return bytes(head)


def locked(data: bytes) -> bytes:
    """The same ZIP file with its entries marked as encrypted."""
    out = bytearray(data)
    for mark, flag in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := data.find(mark, at + 1)) >= 0:
            out[at + flag] |= 1
    return bytes(out)


def test_the_files_of_an_archive_are_files_of_their_own(tmp_path):
    data: dict[str, str | bytes] = {
        "甲.txt": REPORT,
        "2024年/乙.docx": docx(para("乙院" + REPORT)),
        "2024年/": "",
        "网页.htm": f"<p>{REPORT}</p>",
    }
    path = put(tmp_path, zipped(data))
    assert members(path) == ["甲.txt", "2024年/乙.docx", "网页.htm"]
    assert find_files([tmp_path]) == [path / "甲.txt", path / "2024年" / "乙.docx", path / "网页.htm"]
    data_read, raw = load(path / "2024年" / "乙.docx")
    assert data_read == data["2024年/乙.docx"]
    assert raw.text.startswith("乙院")
    assert (file_size(path / "甲.txt"), file_size(path / "无.txt")) == (len(REPORT.encode()), 0)


def test_archives_in_archives_are_opened_to_a_depth(tmp_path):
    third = zipped({"丁.txt": REPORT})
    path = put(tmp_path, zipped({"甲.txt": REPORT, "内.zip": zipped({"乙/丙.txt": "丙院" + REPORT, "深.zip": third})}))
    assert members(path) == ["甲.txt", "内.zip/乙/丙.txt", "内.zip/深.zip"]
    assert load(path / "内.zip" / "乙" / "丙.txt")[1].text.startswith("丙院")
    with pytest.raises(LoadError, match="层层相套太深"):
        load(path / "内.zip" / "深.zip")


NAMES = [
    ("年报.txt".encode("gbk"), False, "年报.txt"),
    ("年报.txt".encode(), True, "年报.txt"),
    ("年报.txt".encode(), False, "年报.txt"),
    (b"../../etc/passwd", False, "etc/passwd"),
    (b"/abs/a.txt", False, "abs/a.txt"),
    (b"C:\\dir\\a.txt", False, "C_/dir/a.txt"),
    (b"a/./b//c.txt", False, "a/b/c.txt"),
    ("a\u202etxt.exe".encode(), True, "a_txt.exe"),
    (b"<b>&.txt", False, "<b>&.txt"),
    (b"a\nb.txt", False, "a_b.txt"),
    (b"x" * 300 + b".txt", False, "x" * 76 + ".txt"),
    (b"\xff\xfe\xfd.txt", False, None),
]


@pytest.mark.parametrize(("name", "flag", "shown"), NAMES, ids=range(len(NAMES)))
def test_names_lead_nowhere_else(tmp_path, name: bytes, flag: bool, shown: str | None):
    path = put(tmp_path, raw_names([(name, flag)]))
    (found,) = files_in(path)
    assert shown is None or str(found.relative_to(path)) == shown
    assert ".." not in found.parts
    assert read_file(found).decode() == "内容0"
    assert [file.name for file in tmp_path.iterdir()] == ["报告.zip"]


def test_the_same_name_twice_is_two_files(tmp_path):
    path = put(tmp_path, raw_names([(b"a.txt", False), (b"./a.txt", False), (b"b", False), (b"/b", False)]))
    assert members(path) == ["a.txt", "a（2）.txt", "b", "b（2）"]
    assert [read_file(file).decode() for file in files_in(path)] == ["内容0", "内容1", "内容2", "内容3"]


def test_what_no_person_put_there_is_passed_over(tmp_path):
    hidden = ("__MACOSX/._甲.txt", ".DS_Store", "下/.git/x", "Thumbs.db", "~$甲.docx", "下/desktop.ini")
    path = put(tmp_path, zipped({**dict.fromkeys(hidden, "无"), "甲.txt": REPORT}))
    assert members(path) == ["甲.txt"]


def test_documents_are_no_archives(tmp_path):
    path = put(tmp_path, docx(para("甲")), "甲.zip")
    assert files_in(path) == [path]
    assert load(path)[1].text == "甲\n"


GOOD = zipped({"甲.txt": REPORT})
BROKEN = [
    ("empty", zipped({}), "没有能添加的文件"),
    ("folders only", zipped({"下/": ""}), "没有能添加的文件"),
    ("hidden only", zipped({".x": "5"}), "没有能添加的文件"),
    ("truncated", GOOD[:-30], "损坏或不完整"),
    ("half", GOOD[: len(GOOD) // 2], "损坏或不完整"),
    ("noise", b"PK\x05\x06" + bytes(18), "没有能添加的文件"),
    ("short end", b"PK\x03\x04PK\x05\x06", "损坏或不完整"),
    ("noise after magic", b"PK\x03\x04" + bytes(range(256)) * 9, "损坏或不完整"),
    ("many entries", zipped({f"{n}": "" for n in range(2001)}), "2000 个"),
    ("a lie about the count", GOOD[:-12] + struct.pack("<L", 9_000_000) + GOOD[-8:], "2000 个"),
    ("a bomb", zipped({"甲.txt": b"0" * 30_000_000}), "压缩率超过 100 倍"),
    ("a large one", zipped({f"{n}": bytes(1 << 20) for n in range(201)}, zipfile.ZIP_STORED), "超过上限 200 MB"),
]


@pytest.mark.parametrize(("data", "words"), [pytest.param(d, w, id=name) for name, d, w in BROKEN])
def test_an_archive_that_cannot_be_opened_is_one_clear_line(tmp_path, data: bytes, words: str):
    path = put(tmp_path, data)
    assert files_in(path) == [path]
    with pytest.raises(LoadError, match=words) as caught:
        load(path)
    assert "\n" not in str(caught.value)
    assert "请" in str(caught.value)


def rewritten(data: bytes, old: bytes, new: bytes) -> bytes:
    assert old in data
    return data.replace(old, new)


PLAIN = zipped({"甲.txt": REPORT, "乙.txt": "9" * 400}, zipfile.ZIP_STORED)
MEMBERS = [
    ("encrypted", locked(GOOD), "加了密码"),
    ("changed", rewritten(zipped({"甲.txt": REPORT}, zipfile.ZIP_STORED), b"3", b"4"), "损坏"),
    ("a wrong list", GOOD[:-6] + b"\xff\xff\0\0" + GOOD[-2:], "损坏或不完整"),
    ("another method", zipped({"甲.txt": REPORT}, zipfile.ZIP_LZMA), "压缩方式"),
    ("a picture", zipped({"甲.png": b"\x89PNG\r\n" + bytes(99)}), "图片"),
    ("an empty file", zipped({"甲.txt": ""}), "空的"),
    ("an inner bomb", zipped({"内.zip": zipped({"a": b"0" * 30_000_000})}), "压缩率"),
    ("an inner crowd", zipped({"内.zip": zipped({f"{n}": "" for n in range(2001)})}), "2000 个"),
    ("an inner ruin", zipped({"内.zip": GOOD[:-30]}), "损坏或不完整"),
    ("an inner lock", zipped({"内.zip": locked(GOOD)}), "加了密码"),
    ("a large member", zipped({"甲.txt": bytes(65 << 20)}, zipfile.ZIP_STORED), "超过上限 64 MB"),
]


@pytest.mark.parametrize(("data", "words"), [pytest.param(d, w, id=name) for name, d, w in MEMBERS])
def test_a_bad_member_fails_alone(tmp_path, data: bytes, words: str):
    path = put(tmp_path, data)
    (found,) = files_in(path)
    with pytest.raises(LoadError, match=words) as caught:
        load(found)
    assert "\n" not in str(caught.value)


def test_archives_within_one_share_its_limits(tmp_path):
    crowd = [zipped({f"{n}/{m}": "" for m in range(900)}) for n in range(4)]
    path = put(tmp_path, zipped({f"{n}.zip": data for n, data in enumerate(crowd)}))
    assert len(files_in(path)) == 900 * 2 + 2
    with pytest.raises(LoadError):
        load(path / "3.zip")


def test_a_quine_ends(tmp_path):
    data = zipped({"a.zip": zipped({"a.zip": zipped({"a.zip": GOOD})})})
    assert members(put(tmp_path, data)) == ["a.zip/a.zip"]


def test_the_same_entry_told_a_thousand_times_is_within_the_sizes():
    data = zipped({"a": b"0" * 1_200_000})
    start, end = data.find(b"PK\x01\x02"), data.rfind(b"PK\x05\x06")
    entry = data[start:end]
    many = (
        data[:start]
        + entry * 1000
        + b"PK\x05\x06"
        + struct.pack("<HHHHLLH", 0, 0, 1000, 1000, len(entry) * 1000, start, 0)
    )
    with pytest.raises(LoadError, match="上限 200 MB"):
        Zipped(many)


def test_an_archive_goes_into_a_library(tmp_path):
    reports: dict[str, str | bytes] = {
        "甲.txt": "甲院" + REPORT,
        "年/乙.docx": docx(para("乙院" + REPORT)),
        "坏.docx": docx(para("丙"))[:-40],
        "图.png": b"\x89PNG\r\n",
    }
    path, store = put(tmp_path, zipped(reports)), tmp_path / "store"
    found = {str(o.path.relative_to(path)): (o.name, o.status) for o in add_paths(store, [path])}
    assert found == {
        "甲.txt": ("甲", ADDED),
        "年/乙.docx": ("乙", ADDED),
        "坏.docx": ("坏", FAILED),
        "图.png": ("图", FAILED),
    }
    assert [o.status for o in add_paths(store, [path])] == [UNCHANGED, UNCHANGED, FAILED, FAILED]
    (tmp_path / "甲.txt").write_bytes(("甲院" + REPORT).encode())
    assert [o.status for o in add_paths(store, [tmp_path / "甲.txt"])] == [UNCHANGED]
    with Store.open(store) as opened:
        assert sorted(info.name for info in opened.documents()) == ["乙", "甲"]
        assert opened.check() == []


def test_members_are_prepared_ahead(tmp_path, monkeypatch):
    monkeypatch.setattr(ahead, "WORTH_BYTES", 0)
    path = put(tmp_path, zipped({f"报告{n}.txt": f"示例{n}市法院" + REPORT for n in range(4)}))
    assert [o.status for o in add_paths(tmp_path / "store", [path])] == [ADDED] * 4


def test_a_changed_archive_is_another_one(tmp_path):
    path = put(tmp_path, zipped({"甲.txt": REPORT}))
    assert members(path) == ["甲.txt"]
    put(tmp_path, zipped({"乙乙.txt": REPORT, "丙.txt": "丙院" + REPORT}))
    assert members(path) == ["乙乙.txt", "丙.txt"]
    assert load(path / "丙.txt")[1].text.startswith("丙院")


def test_a_path_through_a_file_that_is_no_archive(tmp_path):
    path = put(tmp_path, b"text", "甲.txt")
    with pytest.raises(LoadError, match=r"损坏|没有这个文件"):
        load(path / "乙.txt")
    with pytest.raises(LoadError, match="没有这个文件"):
        load(put(tmp_path, GOOD) / "无.txt")
