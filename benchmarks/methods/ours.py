"""Our own ways of searching: with the ranker, without it, and the whole answer. Imports are in ``start``: they are timed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from benchmarks.methods.base import DEPTH, Asked, Entry, Place

if TYPE_CHECKING:
    from index.embed import Encoder
    from index.schema import DocumentInfo
    from qa import Assistant
    from qa.rank import Row
    from qa.results import Question
    from qa.search import Library


class Ours:
    """BM25 and vectors, fused by score, then put in order by the ranker (unless ``ranked`` is False).

    Passages of reports are searched as ``Assistant.ask`` does, the lock on bodies and years included; passages without
    a report as ``eval.passages`` does. The indexes are the library's own, in memory.
    """

    def __init__(self, *, ranked: bool = True) -> None:
        self._ranked = ranked
        self._encoder: Encoder
        self._library: Library
        self._infos: tuple[DocumentInfo, ...] = ()
        self._entries: dict[str, int] = {}
        self._texts: dict[str, str] = {}

    def start(self, place: Place) -> None:
        """Loads the encoder and the ranker, and reads which reports there are."""
        import qa.assistant  # noqa: F401  its import is part of the time
        from index.embed import open_encoder
        from index.store import Store
        from qa.rank import DEPTH as OURS
        from qa.rank import shipped

        assert OURS == DEPTH, "peers are asked for as many passages as our own first search gives"
        self._encoder = open_encoder()
        if self._ranked:
            shipped()
        with Store.open(place.store) as store:
            self._infos = store.documents()

    def build(self, entries: Sequence[Entry]) -> None:
        """Embeds the texts and fills both indexes."""
        from index.generation import of_texts
        from index.tokens import term_lines
        from qa.search import Library

        ids = {info.name: info.id for info in self._infos}
        ids[""] = ""
        rows = [(ids[entry.report] or "all", entry.id, entry.text) for entry in entries]
        matrix = self._encoder.encode([entry.text for entry in entries])
        self._library = Library(of_texts(rows, matrix, term_lines), self._encoder)
        self._entries = {entry.id: at for at, entry in enumerate(entries)}
        self._texts = {entry.id: entry.text for entry in entries}
        self._reports = any(entry.report for entry in entries)

    def find(self, asked: Asked) -> list[int]:
        """Understands the question, searches, fuses and orders."""
        from qa.rank import order

        question, scope = self._understood(asked)
        if question.documents == ():  # a body that no report is of
            return []
        rows = self._candidates(question, scope)
        if self._ranked:
            rows = order(question, rows, self._texts, self._encoder, rare=self._library.generation.rarity)
        return [self._entries[passage] for passage, _, _ in rows]

    def _understood(self, asked: Asked) -> tuple[Question, tuple[str, ...] | None]:
        if not self._reports:
            from eval import passages

            return passages.asked(asked.question), None
        from qa.question import understand
        from qa.scope import scope

        question = understand(asked.question, self._infos, history=asked.history, words=())
        return question, scope(question, self._infos, False)  # the very lock that ask() searches under

    def _candidates(self, question: Question, scope: tuple[str, ...] | None) -> list[Row]:
        from qa.fuse import fuse
        from qa.search import SEARCHERS

        found = {name: searcher(question, DEPTH, self._library, scope) for name, searcher in SEARCHERS.items()}
        return fuse(found)[:DEPTH]


class Ask:
    """The whole of it: the library made from the files, and ``Assistant.ask``; what is found is the answer's evidence."""

    def __init__(self) -> None:
        self._place: Place
        self._assistant: Assistant
        self._entries: dict[str, int] = {}

    def start(self, place: Place) -> None:
        """Loads the encoder and the ranker."""
        import index.build  # noqa: F401
        import qa.assistant  # noqa: F401  their imports are part of the time
        from index.embed import open_encoder
        from qa.rank import shipped

        open_encoder()
        shipped()
        self._place = place

    def build(self, entries: Sequence[Entry]) -> None:
        """Reads, cleans, cuts and understands the files, embeds and indexes them on disk, and opens the library."""
        from index.build import add_paths
        from qa import Assistant

        add_paths(self._place.scratch, self._place.files)
        self._assistant = Assistant.open(self._place.scratch)
        self._entries = {entry.id: at for at, entry in enumerate(entries)}

    def find(self, asked: Asked) -> list[int]:
        """The evidence of the answer."""
        answer = self._assistant.ask(asked.question, history=asked.history)
        return [self._entries[hit.passage.id] for hit in answer.evidence]
