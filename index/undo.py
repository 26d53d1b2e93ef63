"""Reports taken out of the library whole, so that they can be put back as they were."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from index.errors import StoreError
from index.given import NONE, Given
from index.records import Prepared
from index.schema import FloatArray
from index.store import Store


@dataclass(frozen=True, slots=True)
class Removed:
    """A report as the library held it: all that was understood, its vectors and their encoder, what was set by hand, its file."""

    prepared: Prepared
    vectors: FloatArray
    fingerprint: str | None
    given: Given
    original: bytes | None = None

    @property
    def name(self) -> str:
        """The report's name."""
        return self.prepared.document.name


def take_out(store_dir: Path, names: Sequence[str]) -> list[Removed]:
    """Removes the reports of these names in one change, and gives them.

    Raises:
        StoreError: there is no report of one of the names; then nothing is removed.
    """
    with Store.open(store_dir) as store:
        ids = {info.name: info.id for info in store.documents()}
        missing = next((name for name in names if name not in ids), None)
        if missing is not None:
            raise StoreError(f"资料库里没有“{missing}”。用 shushuo list 查看现有的报告")
        settings = store.settings()
        removed = [_held(store, ids[name], settings.get(name, NONE)) for name in names]
        store.apply(remove=[ids[name] for name in names])
    return removed


def _held(store: Store, id_: str, given: Given) -> Removed:
    passages = store.passages_of(id_)
    prepared = Prepared(store.document(id_), passages, tuple(store.facts(document=id_)))
    return Removed(prepared, store.vectors_of(p.id for p in passages), store.fingerprint(), given, store.kept(id_))


def put_back(store_dir: Path, removed: Sequence[Removed]) -> list[str]:
    """Puts reports back as they were, in one change; their names.

    Raises:
        StoreError: a report of one of their names is there by now; then nothing is changed.
        EncoderMismatch: the library was rebuilt with another encoder since.
    """
    with Store.open(store_dir) as store:
        held = {info.name for info in store.documents()}
        there = next((one.name for one in removed if one.name in held), None)
        if there is not None:
            raise StoreError(f"资料库里又有了“{there}”，没有放回。请先移除它，或保留现在的这一份")
        for fingerprint in dict.fromkeys(one.fingerprint for one in removed):
            group = [one for one in removed if one.fingerprint == fingerprint]
            given = {one.name: one.given for one in group if one.given}
            rows = [(one.prepared, one.vectors) for one in group]
            originals = {one.prepared.document.id: one.original for one in group if one.original is not None}
            store.apply(add=rows, encoder_fingerprint=fingerprint, settings=given, originals=originals)
    return [one.name for one in removed]
