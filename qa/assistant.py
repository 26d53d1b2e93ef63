"""The one entry for every caller: ``Assistant.open(store).ask(question)``."""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from index.embed import Encoder, open_encoder, sound
from index.records import Document, Fact, Span
from index.store import DocumentInfo, Store
from qa import answer as words
from qa import derive, held
from qa.asking import FROM_TO, TEXTUAL
from qa.beside import in_its_table, leans_on_a_table
from qa.choice import shipped
from qa.clock import Clock
from qa.confidence import confidence
from qa.conflict import conflicts
from qa.ends import both_ends
from qa.fuse import fuse
from qa.lexicon import own_files
from qa.listing import wanted
from qa.locality import headline_of, may_tell, news_of
from qa.mentioned import in_figures, in_words
from qa.outset import unanswerable
from qa.parts import MOST_PARTS, each_of, in_turn, parts_of, things_of
from qa.question import alone, goes_on_with, names_another, understand, understood_further
from qa.quote import quote
from qa.rank import DEPTH, order
from qa.ranks import by_name
from qa.results import Answer, Hit, Question
from qa.scope import called, labels_within, named, reports_of, scope
from qa.search import SEARCHERS, Library
from qa.select import Candidate, answering_first, elsewhere, rank_facts
from qa.together import is_hopeless, months_named, stated, tells_all, things_named, together

if TYPE_CHECKING:
    from index.load.view import Picture
    from index.pictures import Pictures

HITS, TABLES, LABELLED, MEASURED = 12, 6, 6, 3
"""Passages that may answer; tables among those that fit next best are looked into as well, those with a row of the very name
that is asked for first."""
NEAREST = 0.15
"""A refusal names the fact that fits best from this fit on."""
PASSAGES_KEPT = 500
"""Passages whose facts are remembered while the library stands still: one question reads them up to three times."""


class Assistant:
    """Answers questions from one library; safe to use from several threads."""

    def __init__(self, store: Store, encoder: Encoder, *, lexicon: Sequence[Path] = ()) -> None:
        self.store = store
        self.encoder = encoder
        self.lexicon = tuple(lexicon)
        self._pictures: Pictures | None = None
        self._drawing = threading.Lock()
        self._facts: tuple[Sequence[DocumentInfo], dict[str, list[Fact]]] = ((), {})

    @classmethod
    def open(cls, path: Path | str, *, encoder: str | None = None) -> Assistant:
        """Opens the library in the folder ``path`` with the shipped encoder, or with the one named.

        Raises:
            ShushuoError: no library there, or one made with another encoder; the message says the cure.
        """
        model = open_encoder(encoder)
        store = Store.open(Path(path))
        if store.documents():
            store.require(model)
        return cls(store, model, lexicon=own_files(Path(path)))

    @property
    def threshold(self) -> float:
        """The confidence below which no figure is given for an answer."""
        return confidence(shipped().threshold)

    def close(self) -> None:
        """Lets go of the library's files."""
        if self._pictures:
            self._pictures.close()
        self.store.close()

    def reports(self) -> tuple[DocumentInfo, ...]:
        """The reports of the library, by name."""
        return self.store.documents()

    def report_names(self) -> dict[str, str]:
        """Name of each report by its id."""
        return {info.id: info.name for info in self.store.documents()}

    def document(self, document_id: str) -> Document:
        """One report in full, for showing a passage in its place."""
        return self.store.document(document_id)

    @property
    def pictures(self) -> Pictures:
        """Pictures of pages; what draws them, and all that reads files with it, is imported for the first one."""
        with self._drawing:
            if self._pictures is None:
                from index.pictures import Pictures

                self._pictures = Pictures(self.store)
            return self._pictures

    def pictured(self, reports: Iterable[str]) -> frozenset[str]:
        """Those of some reports, by id, whose pages can be shown as pictures."""
        return self.store.pictured(reports)

    def page_picture(
        self, report: str, start: int, end: int, figure: Span | None = None, *, whole: bool = True
    ) -> Picture:
        """The page on which ``[start, end)`` of a report, as a citation has it, stands, with that and a figure in it marked.

        ``report`` is a name or an id; not ``whole`` is the part of the page around the place.

        Raises:
            LoadError: there is no picture; it says why.
            StoreError: there is no such report.
        """
        from index.pictures import Place

        ids = {info.name: info.id for info in self.store.documents()}
        return self.pictures.at(Place(ids.get(report, report), start, end, figure, whole))

    def facts(self, *, document: str | None = None, passages: Collection[str] | None = None) -> list[Fact]:
        """Facts of the library, of one report, or of some passages."""
        return self.store.facts(document=document, passages=passages)

    def ask(
        self, question: str, *, history: Sequence[str] = (), reports: Sequence[str] | None = None, id: str = ""
    ) -> Answer:
        """The answer to ``question``, or an honest refusal.

        ``history`` are the user's earlier turns, oldest first; ``reports`` locks the search to reports of these names.
        """
        clock = Clock()
        infos = self.store.documents()
        if reports is not None:
            infos = tuple(info for info in infos if info.name in set(reports))

        @functools.cache
        def before() -> Answer:
            """The answer to the question before, worked out once: it asks for the one before itself in turn."""
            return self.ask(history[-1], history=history[:-1], reports=reports)

        with clock.part("understand"):
            early = unanswerable(question, infos, id)
            if early is not None:
                return replace(early, timings_ms=clock.timings())
            asked = understand(question, infos, history=history, question_id=id, words=self.lexicon)
            if history and leans_on_a_table(alone(question, infos, id, self.lexicon)):
                asked = in_its_table(asked, before(), infos, self.store.facts, self.lexicon)
        news = news_of(infos)
        goes_on = (
            _going_on(asked, news, before()) if news and history and goes_on_with(question, infos, asked) else None
        )
        result = self._answer(goes_on or asked, infos, clock, locked=reports is not None)
        if goes_on and result.refused:
            result = self._answer(asked, infos, clock, locked=reports is not None)
        if result.reason == "other_entity" and 0 < len(news) < len(infos):
            placed = understand(question, news, history=history, question_id=id, words=self.lexicon)
            told = self._answer(placed, news, clock, locked=True)
            result = result if told.refused else told
        if history:
            result = self._unlike_before(result, before, asked, question, history, infos, clock, reports is not None)
        return replace(result, timings_ms=clock.timings())

    def _unlike_before(
        self,
        result: Answer,
        before: Callable[[], Answer],
        asked: Question,
        question: str,
        history: Sequence[str],
        infos: Sequence[DocumentInfo],
        clock: Clock,
        locked: bool,
    ) -> Answer:
        """A follow-up's answer; one that was refused is looked for once more about what was spoken of.

        What answers the question ``before`` does not answer one after something else (钢呢 after 粮食产量).
        """
        if result.refused:
            for one in understood_further(question, infos, history=history, question_id=asked.id, words=self.lexicon):
                again = self._answer(one, infos, clock, locked=locked)
                if not again.refused and again.answer != before().answer:
                    return again
            return result
        another = names_another(question, infos, history=history, words=self.lexicon)
        if another and result.answer == before().answer:
            return words.refused(asked, "not_stated", result.evidence)
        return result

    def _answer(self, asked: Question, infos: Sequence[DocumentInfo], clock: Clock, *, locked: bool) -> Answer:
        if asked.documents == ():
            if asked.operation in ("text", "list"):
                told = self._in_words(asked, infos, clock, locked)
            else:
                told = in_figures(
                    asked, lambda anywhere: self._ranked(anywhere, infos, clock, locked), self.store.report_text
                )
            return told or words.refused(
                asked, "other_entity", asked="、".join(asked.entities), held=held.bodies_of(infos)
            )
        parts: tuple[Question, ...] = ()
        if asked.operation in ("compare", "list"):
            named_together = asked.operation == "list" and wanted(asked.text)  # 哪五个方面: one sentence lists them
            parts = () if named_together else self._parts(asked, infos)
            if len(parts) > MOST_PARTS:
                many = f"一次问了{len(parts)}样，超过上限{MOST_PARTS}样。请分几次问"
                return words.refused(asked, "out_of_scope", asked=many)
            answer = self._compared(asked, parts, infos, clock, locked) if parts else None
            if answer is not None:
                return answer
        hits, ranked = self._ranked(asked, infos, clock, locked)
        with clock.part("answer"):
            if any(part.documents != asked.documents or part.periods != asked.periods for part in parts):
                return self._refuse(asked, infos, hits, ranked)  # one sentence does not tell of several bodies or years
            told = self._compose(asked, infos, hits, ranked)
            if not told.refused and not tells_all(told.text, asked, parts):
                told = self._refuse(asked, infos, hits, ranked)
        if told.refused and asked.operation == "text" and asked.entities and not locked:
            return self._in_words(asked, infos, clock, locked) or told
        return told

    def _in_words(self, asked: Question, infos: Sequence[DocumentInfo], clock: Clock, locked: bool) -> Answer | None:
        return in_words(
            asked, infos, lambda anywhere: self._found(anywhere, infos, clock, locked), self.store.report_text
        )

    def _parts(self, asked: Question, infos: Sequence[DocumentInfo]) -> tuple[Question, ...]:
        """The questions that a comparison or a list is made of; empty where one answer tells all."""
        in_order = in_turn(asked, infos, self.lexicon)
        return in_order or each_of(parts_of(asked, infos), infos, self.lexicon) or things_of(asked, infos, self.lexicon)

    def _ranked(
        self, asked: Question, infos: Sequence[DocumentInfo], clock: Clock, locked: bool
    ) -> tuple[list[Hit], list[Candidate]]:
        hits = self._found(asked, infos, clock, locked)
        meant = by_name(asked, self.facts_of(hits), self.lexicon)
        if meant is not asked:
            asked, listed = meant, hits
            hits = self._found(meant, infos, clock, locked)
            held = {hit.passage.id for hit in hits}
            hits += [hit for hit in listed if hit.passage.id not in held]  # the list itself says most of it
        with clock.part("select"):
            ranked = rank_facts(asked, hits, self.facts_of(hits))
            return answering_first(hits, ranked), ranked

    def _found(self, asked: Question, infos: Sequence[DocumentInfo], clock: Clock, locked: bool) -> list[Hit]:
        with clock.part("search"):
            return self.hits(asked, infos, locked=locked)

    def _compared(
        self,
        asked: Question,
        parts: Sequence[Question],
        infos: Sequence[DocumentInfo],
        clock: Clock,
        locked: bool,
    ) -> Answer | None:
        """The best fact for each body, or each year, of a comparison; None unless every one has its own."""
        several = any(part.documents != asked.documents or part.periods != asked.periods for part in parts)
        alike = several and len({part.kind == "change" for part in parts}) == 1
        found = []
        for part in parts:
            found.append(self._ranked(part, infos, clock, locked))
            if is_hopeless(found[-1][1], shipped().threshold, alike=alike):
                return None  # a long list of things that nobody states is not looked through to its end
        chosen = together([ranked for _, ranked in found], shipped().threshold, alike=alike)
        seen: dict[str, Hit] = {}
        for (hits, _), candidate in zip(found, chosen, strict=False):
            seen |= {hit.passage.id: hit for hit in hits if hit.passage.id == candidate.passage.id}
        if len({stated(candidate.fact) for candidate in chosen}) < len(parts):
            return None
        months = months_named(parts)
        things = [] if months or several else things_named(parts, chosen)
        years = dict.fromkeys((*asked.periods, *(year for part in parts for year in part.periods)))
        asked = replace(asked, periods=tuple(years)) if asked.periods else asked
        return words.answered(
            asked, chosen, (), list(seen.values()), self.store.report_text, months or things, things=bool(things)
        )

    def hits(self, asked: Question, infos: Sequence[DocumentInfo], *, locked: bool = False) -> list[Hit]:
        """The passages that fit a question best, of those of ``infos`` that may answer it; ``locked``: of ``infos`` alone."""
        allowed = scope(asked, infos, locked)
        library = Library(self.store.snapshot(), self.encoder)
        found = {name: searcher(asked, DEPTH, library, allowed) for name, searcher in SEARCHERS.items()}
        candidates = fuse(found)[:DEPTH]
        rows = self.store.labelled(sound("".join(asked.metric.split())), allowed, asked.periods, LABELLED)
        labels = labels_within(asked)
        parts = self.store.measured(labels, asked.units, allowed, asked.periods, MEASURED) if labels else []
        fused = {passage for passage, _, _ in candidates}
        candidates += [(passage, 0.0, {}) for passage in dict.fromkeys([*rows, *parts]) if passage not in fused]
        passages = self.store.passages([passage for passage, _, _ in candidates])
        texts = {passage: held.searchable for passage, held in passages.items()}
        ranked = order(asked, candidates, texts, self.encoder, rare=library.generation.rarity)
        tables = [row for row in ranked[HITS:] if "\t" in passages[row[0]].text]  # short words weigh little there
        tables.sort(key=lambda row: row[0] not in rows)
        ranked = [*ranked[:HITS], *tables[:TABLES], *(row for row in tables[TABLES:] if row[0] in parts)]
        found_ = [Hit(passages[p], score, parts) for p, score, parts in ranked if p in passages]
        return [hit for hit in found_ if may_tell(asked, hit.passage)]

    def facts_of(self, hits: Sequence[Hit]) -> dict[str, list[Fact]]:
        """The facts of each of the passages that has any, by its id; not to be changed, because the next question has the same."""
        infos, held = self.store.documents(), self._facts
        if held[0] is not infos or len(held[1]) > PASSAGES_KEPT:
            held = self._facts = infos, {}
        known = held[1]
        asked = [hit.passage.id for hit in hits]
        if missing := [passage for passage in asked if passage not in known]:
            read: dict[str, list[Fact]] = {passage: [] for passage in missing}
            for fact in self.store.facts(passages=missing):
                read[fact.passage].append(fact)
            known.update(read)
        return {passage: known[passage] for passage in asked if known[passage]}

    def _compose(
        self, asked: Question, infos: Sequence[DocumentInfo], hits: Sequence[Hit], ranked: Sequence[Candidate]
    ) -> Answer:
        if asked.operation == "text":
            return quote(asked, infos, hits, (), self.store.report_text)
        best = [c for c in ranked if c.score >= shipped().threshold]
        if asked.operation in ("list", "compare"):
            return quote(asked, infos, hits, ranked, self.store.report_text)
        if not best and (asked.kind == "rank" or TEXTUAL.search(asked.text)):
            quoted = quote(replace(asked, operation="text"), infos, hits, (), self.store.report_text)
            return self._refuse(asked, infos, hits, ranked) if quoted.refused else quoted
        if not best:
            return self._refuse(asked, infos, hits, ranked)
        if FROM_TO.search(asked.text):
            ends = both_ends(best[0], self.store.facts(passages=[best[0].passage.id]))
            if ends is None:
                return self._refuse(asked, infos, hits, ranked)
            return words.answered(asked, ends, (), hits, self.store.report_text)
        against = conflicts(best[0], ranked, lambda report: called(infos, report), self.lexicon)
        others = elsewhere(asked, best)
        return words.answered(asked, best[:1], others, hits, self.store.report_text, against=against)

    def _refuse(
        self, asked: Question, infos: Sequence[DocumentInfo], hits: Sequence[Hit], ranked: Sequence[Candidate]
    ) -> Answer:
        return self._derived(asked, infos, ranked, self._plain_refusal(asked, infos, hits, ranked))

    def _plain_refusal(
        self, asked: Question, infos: Sequence[DocumentInfo], hits: Sequence[Hit], ranked: Sequence[Candidate]
    ) -> Answer:
        if asked.places and not hits:
            return words.refused(asked, "other_entity", asked="、".join(asked.places), held=held.bodies_of(infos))
        inside = named(asked, infos)
        own = {info.period.value for info in inside}
        if asked.periods and not ranked and not any(p in h for p in asked.periods for h in own):
            return words.refused(
                asked,
                "other_period",
                hits,
                asked="、".join(f"{p}年" for p in asked.periods),
                held=held.periods_of(inside),
            )
        near = words.nearest(ranked[0], self.store.report_text) if ranked and ranked[0].fit >= NEAREST else ""
        return words.refused(asked, "not_stated", hits, held=near)

    def _derived(
        self, asked: Question, infos: Sequence[DocumentInfo], ranked: Sequence[Candidate], refusal: Answer
    ) -> Answer:
        """The refusal with the year's value as the next year's answer and its change make it, where they do."""
        later = derive.year_after(asked)
        own = reports_of(later, infos) if later else frozenset()
        if later is None or not own:
            return refusal
        hits = self.hits(later, infos, locked=True)
        facts = self.facts_of(hits)
        best = next((c for c in rank_facts(later, hits, facts) if c.score >= shipped().threshold), None)
        if best is None or best.fact.document not in own or any(derive.is_stated(c.fact, best.fact) for c in ranked):
            return refusal
        document = self.store.report_text(best.fact.document)
        found = derive.year_before(best.fact, facts[best.passage.id], document.text)
        hit = next(hit for hit in hits if hit.passage.id == best.passage.id)
        return words.derived(refusal, found, hit, document) if found else refusal


def _going_on(asked: Question, news: Sequence[DocumentInfo], before: Answer) -> Question | None:
    """A follow-up as one after the item of news that answered the question ``before`` it; None where none did."""
    passage = before.evidence[0].passage if before.evidence and not before.refused else None
    if passage is None or passage.document not in {info.id for info in news}:
        return None
    return replace(asked, documents=(passage.document,), item=headline_of(passage))
