"""``library.sqlite``: opening it in every condition it may be in, reading it, and changing it one writer at a time.

One connection reads, under a lock, whole transactions only; a change has a connection of its own, so readers never wait
for it. Every SQLite error leaves here as a :class:`~index.errors.StoreError` that says what to do.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from index import schema
from index.errors import StoreError
from index.generation import is_ours, sync

FILE, LOCK = "library.sqlite", "library.lock"
WAIT = 5.0
# Rows of up to a quarter of a page stay in it: with SQLite's 4096 every 256-d vector would take a page of its own.
_PAGE = 16_384
# A change touches pages all over; with SQLite's 2 MB they go to the log and back many times, and with more nothing is saved.
_CACHE_KB = 64_000
# What one question reads is more than SQLite's 2 MB, and most of it is read again for the next.
_READ_CACHE_KB = 16_000


class NoLibrary(StoreError):
    """There is no library yet where one was asked for."""


class Database:
    """An opened library file. ``folder`` holds it; ``writable`` says whether this process may change it."""

    def __init__(self, folder: Path, *, wait: float = WAIT) -> None:
        self.folder = folder
        self.wait = wait
        self._file = folder / FILE
        self.writable = os.access(folder, os.W_OK) and os.access(self._file, os.W_OK)
        self._lock = threading.RLock()
        self._copy: tempfile.TemporaryDirectory[str] | None = None
        self._immutable = False
        self._opened = 0
        self._reader: sqlite3.Connection | None = None
        self._seen: tuple[int, ...] = ()
        self._open_reader()

    @contextlib.contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """A read transaction: everything read in it belongs to one state of the library."""
        with self._lock, told(self.folder):
            db = self._living()
            if db.in_transaction:  # a Ctrl-C can fall between BEGIN and the try below
                db.execute("ROLLBACK")
            db.execute("BEGIN")
            try:
                yield db
            finally:
                db.execute("ROLLBACK")

    def version(self) -> tuple[int, int]:
        """A value that changes with every change of the library, by whatever process; cheap to ask."""
        with self._lock, told(self.folder):
            if self._immutable and self._stamp() != self._seen:
                self._open_reader()
            return self._opened, int(self._living().execute("PRAGMA data_version").fetchone()[0])

    @contextlib.contextmanager
    def exclusive(self) -> Iterator[None]:
        """Hold the writer lock, waiting up to ``wait`` seconds for it.

        Raises:
            StoreError: the library may only be read, or another process is writing it.
        """
        if not self.writable:
            raise StoreError(f"资料库“{self.folder}”是只读的：请检查文件夹权限，或用 --store 换一个可写的位置。")
        with locked(self.folder, self.wait):
            yield

    @contextlib.contextmanager
    def change(self) -> Iterator[sqlite3.Connection]:
        """A write transaction, kept on leaving, undone on any error, Ctrl-C included. Only under :meth:`exclusive`."""
        with told(self.folder), contextlib.closing(_connect(self._file, "rw", self.wait)) as db:
            db.execute(f"PRAGMA cache_size = -{_CACHE_KB}")
            db.execute("PRAGMA secure_delete = ON")
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
                db.execute("COMMIT")
            except BaseException:
                if db.in_transaction:
                    db.execute("ROLLBACK")
                raise
            if db.total_changes:
                _checkpoint(db)

    def close(self) -> None:
        """Let go of the file; closing twice does no harm."""
        with self._lock:
            if self._reader is not None:
                self._reader.close()
            self._reader = None
            if self._copy is not None:
                self._copy.cleanup()
            self._copy = None

    def _living(self) -> sqlite3.Connection:
        if self._reader is None:
            raise StoreError(f"资料库“{self.folder}”已经关闭：请重新打开。")
        return self._reader

    def _stamp(self) -> tuple[int, ...]:
        """What changes when another process writes a file that this one reads without locks."""
        log = self._log()
        return tuple(n for f in (self._file, log) if f.exists() for n in (f.stat().st_mtime_ns, f.stat().st_size))

    def _log(self) -> Path:
        return self._file.with_name(FILE + "-wal")

    def _open_reader(self) -> None:
        self.close()
        with told(self.folder):
            if self.writable:
                upgrade(self.folder, self.wait)
            self._reader = _connect(self._file, "rw", self.wait) if self.writable else self._open_read_only()
            _require_ours(self._reader, self.folder)
        self._opened += 1

    def _open_read_only(self) -> sqlite3.Connection:
        """SQLite wants to write beside a WAL file even to read it; where it may not, there are two ways round."""
        self._seen, self._immutable = self._stamp(), False
        with contextlib.suppress(sqlite3.OperationalError):
            return _connect(self._file, "ro", self.wait)
        self._immutable = True
        log = self._log()
        if not (log.exists() and log.stat().st_size):
            return _connect(self._file, "ro&immutable=1", self.wait)
        self._copy = tempfile.TemporaryDirectory(prefix="shushuo-")
        for file in (self._file, log):
            shutil.copyfile(file, Path(self._copy.name) / file.name)
        return _connect(Path(self._copy.name) / FILE, "rw", self.wait)


def create(folder: Path, *, wait: float = WAIT) -> None:
    """Make an empty library in ``folder``, making that too; one that is there already is left as it is.

    Raises:
        StoreError: the folder cannot be made or written, or holds something else.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with locked(folder, wait), told(folder), contextlib.closing(_connect(folder / FILE, "rwc", wait)) as db:
            if _is_new(db):
                _lay_out(db)
                sync(folder)
    except OSError as error:
        reason = error.strerror or str(error)
        raise StoreError(f"无法在“{folder}”建立资料库（{reason}）：请检查权限，或用 --store 换个位置。") from error


def upgrade(folder: Path, wait: float = WAIT) -> None:
    """Bring a library that an earlier version of the program made to the present format; others are left as they are."""
    file = folder / FILE
    with contextlib.closing(_connect(file, "rw", wait)) as db:
        if not _is_older(db):
            return
        with locked(folder, wait):
            db.execute("PRAGMA secure_delete = ON")
            db.execute("BEGIN IMMEDIATE")
            while _is_older(db):  # another process may have been quicker
                version = _pragma(db, "user_version")
                for statement in schema.UPGRADES[version]:
                    db.execute(statement)
                db.execute(f"PRAGMA user_version = {version + 1}")
            db.execute("COMMIT")
            _checkpoint(db)


def _is_older(db: sqlite3.Connection) -> bool:
    return _pragma(db, "application_id") == schema.APPLICATION_ID and _pragma(db, "user_version") in schema.UPGRADES


def require(path: Path) -> None:
    """Tell by the names in it whether ``path`` may hold a library.

    Raises:
        NoLibrary: nothing is there that a new library would harm.
        StoreError: something else is there, or it cannot be read.
    """
    try:
        names = {entry.name for entry in path.iterdir()} if path.is_dir() else set()
    except OSError as error:
        raise StoreError(f"资料库“{path}”读不出来（{error.strerror}）：请检查文件夹权限。") from error
    if FILE in names:
        return
    rest = {name for name in names if not name.startswith(("library.", ".")) or is_ours(name)}
    if rest and all(map(is_ours, rest)):
        raise StoreError(f"资料库“{path}”缺少 {FILE}：请从备份恢复该文件，或用 --store 换一个位置重新 shushuo add。")
    if rest or (path.exists() and not path.is_dir()):
        raise _not_ours(path)
    raise _none(path)


@contextlib.contextmanager
def locked(folder: Path, wait: float) -> Iterator[None]:
    """Hold the writer lock of ``folder``; the lock of a process that was killed is free."""
    try:
        with FileLock(folder / LOCK, timeout=wait, poll_interval=0.02):
            yield
    except Timeout as error:
        raise _busy(folder) from error


def _busy(folder: Path) -> StoreError:
    return StoreError(f"资料库正被另一个进程写入（{folder}）：请稍后再试。")


@contextlib.contextmanager
def told(folder: Path) -> Iterator[None]:
    """Give SQLite's errors as ours. A failure to read is never taken for an empty or a broken library."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        name = getattr(error, "sqlite_errorname", "") or ""
        if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            raise _busy(folder) from error
        if name.startswith("SQLITE_NOTADB"):
            raise _not_ours(folder) from error
        if name.startswith("SQLITE_CORRUPT"):
            raise StoreError(
                f"资料库文件已损坏（{folder / FILE}：{error}）：请从备份恢复，或用 --store 换个位置重新添加报告。"
            ) from error
        raise StoreError(
            f"资料库读写失败（{folder}：{error}），原有内容没有改变：请检查磁盘空间和权限，然后再试。"
        ) from error


def _none(path: Path) -> NoLibrary:
    return NoLibrary(f"“{path}”还没有资料库：请先运行 shushuo add 报告文件或文件夹。")


def _not_ours(path: Path) -> StoreError:
    return StoreError(f"“{path}”不是数说的资料库：请用 --store 指定资料库所在的文件夹，或换一个空文件夹。")


def _connect(file: Path, mode: str, wait: float) -> sqlite3.Connection:
    """A connection in ``mode`` (ro, rw, rwc) without implicit transactions."""
    uri = f"{file.absolute().as_uri()}?mode={mode}"
    db = sqlite3.connect(uri, uri=True, timeout=wait, isolation_level=None, check_same_thread=False)
    try:
        db.execute("PRAGMA synchronous = FULL")
        db.execute(f"PRAGMA cache_size = -{_READ_CACHE_KB}")
        db.execute("PRAGMA trusted_schema = OFF")
        db.execute("SELECT count(*) FROM sqlite_master").fetchone()  # opening is lazy: fail here or not at all
    except BaseException:
        db.close()
        raise
    return db


def _is_new(db: sqlite3.Connection) -> bool:
    """Whether the file is empty: just made, or left so by a process killed while making it."""
    return not _pragma(db, "application_id") and not db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]


def _pragma(db: sqlite3.Connection, name: str) -> int:
    return int(db.execute(f"PRAGMA {name}").fetchone()[0])


def _lay_out(db: sqlite3.Connection) -> None:
    db.execute(f"PRAGMA page_size = {_PAGE}")
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("BEGIN IMMEDIATE")
    for statement in schema.TABLES:
        db.execute(statement)
    db.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
    db.execute(f"PRAGMA user_version = {schema.VERSION}")
    db.execute("COMMIT")


def _require_ours(db: sqlite3.Connection, folder: Path) -> None:
    if _is_new(db):
        raise _none(folder)
    if _pragma(db, "application_id") != schema.APPLICATION_ID:
        raise _not_ours(folder)
    found = _pragma(db, "user_version")
    if found != schema.VERSION:
        cure = "请升级数说" if found > schema.VERSION else "请用 --store 换一个新位置，重新 shushuo add 这些报告"
        raise StoreError(f"资料库“{folder}”的格式是第 {found} 版，本程序用第 {schema.VERSION} 版：{cure}。")


def _checkpoint(db: sqlite3.Connection) -> None:
    """Move the log into the file, so that it can be copied or read from a read-only place; readers may put it off."""
    with contextlib.suppress(sqlite3.OperationalError):
        db.execute("PRAGMA busy_timeout = 0")
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
