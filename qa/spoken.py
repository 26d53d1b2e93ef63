"""What of a question is everyday speech: fillers taken out, expressions joined to the official terms they stand for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from index.tokens import HAN, terms
from index.traditional import simplified
from qa import lexicon
from qa.asking import FILLER, PROVINCES
from qa.lexicon import Match, Span
from qa.results import Concept

_PROVINCES = tuple(dict.fromkeys(PROVINCES.values()))
_PAIR = re.compile(f"[{HAN}]{{2}}")


def metric_of(text: str, own: Sequence[Path] | None = None) -> tuple[str, tuple[Concept, ...]]:
    """The words of ``text`` that name what is asked for, and its everyday expressions with their official terms.

    ``own`` are the user's lexicon files.
    """
    matches = [match for match in lexicon.find(text, own) if not _splits_place(text, match)]
    blanked = blank_fillers(text)
    for match in matches:
        if not match.entry.terms:
            (start, end) = match.spans[0]
            blanked = blanked[:start] + " " * (end - start) + blanked[end:]
    blanked = blank_fillers(blanked)
    meant = [match for match in matches if match.entry.terms]
    said = [span for span in lexicon.official(text, own) if not any(_share(span, match) for match in meant)]
    metric = re.sub(r"\s+", " ", blanked).strip()
    concepts = [_concept(blanked, match.spans, match.entry.terms) for match in meant]
    return metric, (*concepts, *(_concept(blanked, (span,), ()) for span in said))


def blank_fillers(text: str) -> str:
    """``text``, in its own script, with blanks for the words that ask but do not name what is asked for.

    >>> blank_fillers("被告借了多少贷款？").split(), blank_fillers("人口為多少萬？").split()
    (['被告借', '贷款'], ['人口'])
    """
    blanked = text
    for found in FILLER.finditer(simplified(text)):
        blanked = blanked[: found.start()] + " " * len(found.group()) + blanked[found.end() :]
    return blanked


def _splits_place(text: str, match: Match) -> bool:
    """Whether an expression begins inside the name of a province and ends behind it: 海港 in 上海港."""
    return any(
        start < at + len(place) < end and at < start for start, end in match.spans for at, place in _places(text)
    )


def _places(text: str) -> Iterator[tuple[int, str]]:
    """Where the names of provinces stand in ``text``."""
    for place in _PROVINCES:
        at = text.find(place)
        while at >= 0:
            yield at, place
            at = text.find(place, at + 1)


def _share(span: tuple[int, int], match: Match) -> bool:
    return any(start < span[1] and span[0] < end for start, end in match.spans)


def _concept(text: str, spans: Sequence[Span], others: tuple[tuple[str, float], ...]) -> Concept:
    """The terms at ``spans`` of ``text`` (its fillers blanked), what they stand for, and the terms across their ends."""
    own = dict.fromkeys(term for start, end in spans for term in terms(text[start:end]))
    edges = dict.fromkeys(
        text[at - 1 : at + 1] for span in spans for at in span if 0 < at < len(text) and _PAIR.match(text, at - 1)
    )
    return Concept(tuple(own), others, tuple(edge for edge in edges if edge not in own))
