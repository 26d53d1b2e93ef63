"""The arrows of docs/adr/0001-layers.md, read from the sources with the stdlib's ast; lazy imports count too."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("index", "qa", "eval")

# In a package a file imports only from those that stand before it. A sub-package counts as one file here.
ORDER = {
    "index": [
        *(
            "errors",
            "steps",
            "traditional",
            "frozen",
            "records",
            "units",
            "tokens",
            "grouping",
            "years",
            "numerals",
            "sessions",
            "edges",
            "wording",
        ),
        *("invariants", "scans"),
        *("load", "furniture", "lines", "clean", "given", "infer", "news"),
        *(
            "patterns",
            "compact",
            "amounts",
            "measures",
            "names",
            "numbers",
            "sentences",
            *("cells", "heads", "grid", "panels", "frames", "tabled", "told", "cell_units"),
            "chunk",
            "phrases",
            "periods",
            "items",
            "sides",
            "dealing",
            "inherited",
            "facts",
            "tables",
            "claims",
        ),
        *("embed", "lexical", "vectors", "schema", "packed", "positions", "finding", "generation", "originals"),
        *("queries", "changes", "database", "audit", "store", "pictures"),
        *("verbatim", "prepare", "reading", "ahead", "undo", "build"),
        "train",
    ],
    "qa": [
        "results",
        "confidence",
        "contrasts",
        "lexicon",
        "asking",
        "once",
        "months",
        "bodies",
        "locality",
        "spoken",
        "followup",
        "evened",
        "exceeds",
        "several",
        "turns",
        "reports_named",
        "question",
        "parts",
        "cover",
        "search",
        "fuse",
        "signals",
        "rank",
        "reader",
        *("naming", "atoms", "sought", "cues"),
        "phrase",
        "traits",
        "choice",
        *("locks", "regions", "wanted", "fits", "rows", "ranks", "select", "together", "ends"),
        "scope",
        "rounding",
        "frame",
        "conflict",
        *("listing", "outline", "posts", "entries"),
        "verify",
        "compare",
        "derive",
        "excerpt",
        "answer",
        *("quote", "mentioned", "held", "clock", "outset", "beside"),
        "assistant",
        "__init__",
        *("markup", "places", "sheet", "understood", "nearby", "carried", "plot", "render", "passages", "original"),
        *("talk", "table", "browse", "ledger", "exports", "crossing", "matrix", "desk", "crew", "feedback", "sheets"),
        *("routes", "shelf", "examples", "guard", "listening", "waiting", "gate", "assets", "serving", "uploads"),
        "wastebin",
        *("commandline", "batch", "catalogue", "programs", "refusals", "shapes", "api", "mcp", "cli"),
    ],
    "eval": [
        "metrics",
        "faults",
        "calibration",
        "cases",
        "run",
        "report",
        "plot",
        "__main__",
        "sets",
        "paraphrases",
        "passages",
        "fit_rank",
        "reader",
        "fit_choice",
        "fit_phrase",
        "follow",
        *("browser", "shots"),
    ],
}
HEAVY = (
    "torch",
    "transformers",
    "sentence_transformers",
    "gradio",
    "langchain",
    "langchain_text_splitters",
    "mcp",
    "mcp_types",
)
# Composition roots: they put the two sides together, so they alone may reach for both.
ROOTS = ("qa.cli", "ui")
# They measure and fit one room of qa alone, so they see into it.
BUILDERS = (("eval.__main__", "index.build"), ("eval.sets", "index.build"))
# They make the library that they ask.
MEASURES = ("eval.passages", "eval.fit_rank", "eval.reader", "eval.fit_choice", "eval.fit_phrase", "eval.follow")


@dataclass(frozen=True)
class Import:
    """``source`` imports ``target``; ``at_once`` where that happens on import of ``source``."""

    source: str
    target: str
    line: int
    at_once: bool

    def __str__(self) -> str:
        return f"{self.source}:{self.line} imports {self.target}"


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def sources() -> dict[str, Path]:
    paths = [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]
    paths += [path for path in [ROOT / "ui.py"] if path.exists()]
    return {module_name(path): path for path in paths}


SOURCES = sources()


def is_type_checking(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test) in ("TYPE_CHECKING", "typing.TYPE_CHECKING")


def walk(node: ast.AST, at_once: bool) -> Iterator[tuple[ast.Import | ast.ImportFrom, bool]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import | ast.ImportFrom):
            yield child, at_once
        later = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) or is_type_checking(child)
        yield from walk(child, at_once and not later)


def targets(node: ast.Import | ast.ImportFrom, source: str, is_package: bool) -> list[str]:
    """Modules a statement imports; ``from package import module`` names the module."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    base = node.module or ""
    if node.level:
        parts = source.split(".")
        kept = parts[: len(parts) - node.level + is_package]
        base = ".".join([*kept, *([node.module] if node.module else [])])
    return [f"{base}.{alias.name}" if f"{base}.{alias.name}" in SOURCES else base for alias in node.names]


def imports_of(text: str, source: str, is_package: bool = False) -> list[Import]:
    return [
        Import(source, target, node.lineno, at_once)
        for node, at_once in walk(ast.parse(text), True)
        for target in dict.fromkeys(targets(node, source, is_package))
    ]


IMPORTS = [
    one
    for name, path in SOURCES.items()
    for one in imports_of(path.read_text(encoding="utf-8"), name, path.name == "__init__.py")
]


def within(name: str, *packages: str) -> bool:
    return any(name == one or name.startswith(one + ".") for one in packages)


def breaks(source: tuple[str, ...], target: tuple[str, ...], exempt: tuple[str, ...] = ()) -> list[str]:
    return [
        str(one)
        for one in IMPORTS
        if within(one.source, *source) and within(one.target, *target) and not within(one.source, *exempt)
    ]


def test_the_sources_are_seen():
    assert {"index.records", "qa.results", "eval.metrics"} <= set(SOURCES)
    assert len(IMPORTS) > 20


def test_imports_are_read_however_they_are_written():
    text = """
import qa
from index import records, errors
from . import metrics
from .cases import Case
if TYPE_CHECKING:
    import torch
def lazy():
    from index.build import add_paths
class Body:
    import gradio
"""
    seen = [(one.target, one.at_once) for one in imports_of(text, "eval.run")]
    assert seen == [
        ("qa", True),
        ("index.records", True),
        ("index.errors", True),
        ("eval.metrics", True),
        ("eval.cases", True),
        ("torch", False),
        ("index.build", False),
        ("gradio", True),
    ]


def test_index_never_imports_what_asks():
    assert breaks(("index",), ("qa", "eval", "ui")) == []


def test_qa_never_builds_and_never_imports_an_edge():
    assert breaks(("qa",), ("index.build", "index.train", "eval", "ui"), exempt=ROOTS) == []


def test_the_evaluation_uses_the_public_face_only():
    allowed = ("eval", "qa.results", "index.errors")
    ours = [one for one in IMPORTS if within(one.source, "eval") and within(one.target, *PACKAGES, "ui")]
    ours = [one for one in ours if not within(one.source, *MEASURES)]
    strange = [one for one in ours if one.target != "qa" and not within(one.target, *allowed)]
    assert [str(one) for one in strange if (one.source, one.target) not in BUILDERS] == []


def test_the_interface_uses_the_public_face_only():
    shown = (
        "render",
        "passages",
        "ledger",
        "matrix",
        "shelf",
        "examples",
        "markup",
        "browse",
        "crew",
        "desk",
        "routes",
        "talk",
    )
    served = ("api", "listening", "serving", "uploads", "wastebin")
    face = ("qa.results", *(f"qa.{name}" for name in (*shown, *served)))
    allowed = (*face, "index.errors", "index.build", "index.undo", "index.given")
    ours = [one for one in IMPORTS if one.source == "ui" and within(one.target, *PACKAGES)]
    assert [str(one) for one in ours if one.target != "qa" and not within(one.target, *allowed)] == []


def test_what_measures_imports_nothing_of_ours():
    assert breaks(("eval.metrics", "eval.calibration"), (*PACKAGES, "ui")) == []
    assert {one.target for one in IMPORTS if one.source == "eval.faults" and within(one.target, *PACKAGES, "ui")} == {
        "eval.metrics"
    }


def test_nothing_heavy_is_imported_at_once():
    early = [one for one in IMPORTS if one.at_once and within(one.target, *HEAVY)]
    assert [str(one) for one in early if (one.source, one.target) != ("ui", "gradio")] == []


def room(package: str, name: str) -> str:
    """The file or sub-package of ``package`` that the module ``name`` belongs to."""
    return name.split(".")[1] if name != package else "__init__"


@pytest.mark.parametrize("package", PACKAGES)
def test_every_file_has_its_place(package: str):
    rooms = {room(package, name) for name in SOURCES if within(name, package)} - {"__init__"}
    assert rooms <= set(ORDER[package]), "give the new file its place in ORDER"


@pytest.mark.parametrize("package", PACKAGES)
def test_a_file_imports_only_from_above_itself(package: str):
    place = {name: at for at, name in enumerate(ORDER[package])}
    upward = []
    for one in IMPORTS:
        if within(one.source, package) and within(one.target, package):
            source, target = room(package, one.source), room(package, one.target)
            if {source, target} <= set(place) and place[source] < place[target]:
                upward.append(str(one))
    assert upward == []


def graph() -> dict[str, set[str]]:
    """Module -> modules of ours it imports, now or later."""
    edges: dict[str, set[str]] = {name: set() for name in SOURCES}
    for one in IMPORTS:
        if one.target in SOURCES and one.target != one.source:
            edges[one.source].add(one.target)
    return edges


def find_cycle(edges: dict[str, set[str]]) -> list[str]:
    """Some cycle of ``edges`` as a path that ends where it began; empty where there is none."""
    done: set[str] = set()

    def visit(name: str, path: list[str]) -> list[str]:
        if name in path:
            return [*path[path.index(name) :], name]
        if name not in done:
            for target in sorted(edges[name]):
                if cycle := visit(target, [*path, name]):
                    return cycle
            done.add(name)
        return []

    return next((cycle for name in edges if (cycle := visit(name, []))), [])


def test_a_cycle_would_be_found():
    assert find_cycle({"a": {"b"}, "b": {"c"}, "c": {"b"}}) == ["b", "c", "b"]
    assert find_cycle({"a": {"b", "c"}, "b": {"c"}, "c": set()}) == []


def test_there_are_no_import_cycles():
    assert find_cycle(graph()) == []
