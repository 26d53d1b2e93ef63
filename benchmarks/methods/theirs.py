"""The peers' ways of searching, each as its documentation shows it. Imports are in ``start``: they are timed.

All dense sides use our shipped encoder through ``index.embed.open_encoder``, which needs no torch: a vector costs everybody
the same, and no peer pays for loading sentence-transformers.
"""

from __future__ import annotations

import importlib
import logging
import os
import re
import warnings
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from benchmarks.methods.base import DEPTH, Asked, Entry, Place

if TYPE_CHECKING:
    from index.embed import Encoder

Cut = Callable[[str], list[str]]
Cutter = Callable[[], Cut]

_HAN = r"[\u3400-\u9fff]"
_OTHER = r"[^\W\u3400-\u9fff]"
CJK_PAIRS = rf"(?=({_HAN}{{2}}|(?<!{_HAN}){_HAN}(?!{_HAN})|(?<!{_OTHER}){_OTHER}+))"
"""Overlapping pairs of Chinese characters (a lone one by itself) and whole other words: Haystack takes only a pattern."""


def jieba_cut() -> Cut:
    """What cuts as precisely as jieba can, its dictionary loaded."""
    jieba = importlib.import_module("jieba")
    jieba.setLogLevel(logging.WARNING)
    jieba.initialize()
    cut: Cut = jieba.lcut
    return cut


def pairs_cut() -> Cut:
    """Overlapping pairs of Chinese characters, other words whole.

    >>> pairs_cut()("2024年GDP增长5%")
    ['2024', '年', 'GDP', '增长', '5']
    >>> pairs_cut()("增长率")
    ['增长', '长率']
    """
    cut: Cut = re.compile(CJK_PAIRS).findall
    return cut


def shipped_encoder() -> Encoder:
    """Our encoder."""
    from index.embed import open_encoder

    return open_encoder()


class LangChain:
    """LangChain: ``BM25Retriever``, the ``FAISS`` store, or the ``EnsembleRetriever`` of both at equal weights.

    ``cutter`` gives the ``preprocess_func``; by default ``BM25Retriever`` splits on blanks.
    """

    def __init__(self, *, words: bool, dense: bool, cutter: Cutter | None = None) -> None:
        self._words, self._dense, self._cutter = words, dense, cutter
        self._retriever: Any = None

    def start(self, place: Place) -> None:
        """Loads what the sides need."""
        warnings.filterwarnings("ignore", category=DeprecationWarning)  # the community package says it will end
        if self._words:
            self._bm25 = importlib.import_module("langchain_community.retrievers").BM25Retriever
            self._cut = {"preprocess_func": self._cutter()} if self._cutter else {}
        if self._dense:
            self._faiss = importlib.import_module("langchain_community.vectorstores").FAISS
            self._encoder = _langchain_encoder()
        if self._words and self._dense:
            self._ensemble = importlib.import_module("langchain_classic.retrievers").EnsembleRetriever

    def build(self, entries: Sequence[Entry]) -> None:
        """Fills the sides from the texts."""
        texts = [entry.told for entry in entries]
        places = [{"place": at} for at in range(len(texts))]
        sides = []
        if self._words:
            sides.append(self._bm25.from_texts(texts, metadatas=places, k=DEPTH, **self._cut))
        if self._dense:
            store = self._faiss.from_texts(texts, self._encoder, metadatas=places)
            sides.append(store.as_retriever(search_kwargs={"k": DEPTH}))
        both = len(sides) > 1
        self._retriever = self._ensemble(retrievers=sides, weights=[0.5, 0.5], id_key="place") if both else sides[0]

    def find(self, asked: Asked) -> list[int]:
        """``invoke`` of the retriever."""
        return [document.metadata["place"] for document in self._retriever.invoke(asked.joined)][:DEPTH]


def _langchain_encoder() -> Any:
    """The shipped encoder as LangChain's ``Embeddings``."""
    base: Any = importlib.import_module("langchain_core.embeddings").Embeddings
    encoder = shipped_encoder()

    class Shipped(base):  # type: ignore[misc]  # the base is only known where LangChain is installed
        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            vectors: list[list[float]] = encoder.encode(texts).tolist()
            return vectors

        def embed_query(self, text: str) -> list[float]:
            return self.embed_documents([text])[0]

    return Shipped()


class Txtai:
    """txtai's hybrid ``Embeddings``: its BM25 with normalised scores and FAISS, weighted equally, as ``hybrid=True`` sets it.

    ``tokenizer`` is the setting of that name; with ``jieba`` texts and questions come cut, and it splits on blanks.
    """

    def __init__(self, *, tokenizer: dict[str, Any] | None = None, jieba: bool = False) -> None:
        self._tokenizer = {"whitespace": True} if jieba else tokenizer
        self._jieba = jieba
        self._embeddings: Any = None

    def start(self, place: Place) -> None:
        """Loads txtai and the encoder."""
        self._txtai = importlib.import_module("txtai")
        self._encoder = shipped_encoder()
        self._cut = jieba_cut() if self._jieba else None

    def build(self, entries: Sequence[Entry]) -> None:
        """``index`` of the texts."""
        encoder, cut = self._encoder, self._cut

        def encode(texts: list[str]) -> Any:
            return encoder.encode([text.replace(" ", "") for text in texts] if cut else texts)

        scoring: dict[str, Any] = {"method": "bm25", "terms": True, "normalize": True}
        if self._tokenizer:
            scoring["tokenizer"] = self._tokenizer
        self._embeddings = self._txtai.Embeddings(method="external", transform=encode, scoring=scoring)
        self._embeddings.index((at, self._told(entry.told), None) for at, entry in enumerate(entries))

    def find(self, asked: Asked) -> list[int]:
        """``search`` with the default weights."""
        return [int(at) for at, _ in self._embeddings.search(self._told(asked.joined), DEPTH)]

    def _told(self, text: str) -> str:
        return " ".join(self._cut(text)) if self._cut else text


class Bm25s:
    """bm25s with its defaults (Lucene's BM25) over what ``cutter`` gives, without stop words or with its own list."""

    def __init__(self, *, cutter: Cutter, stopwords: str | None = None) -> None:
        self._cutter, self._stopwords = cutter, stopwords

    def start(self, place: Place) -> None:
        """Loads bm25s and what cuts."""
        self._bm25s = importlib.import_module("bm25s")
        self._tokenization = importlib.import_module("bm25s.tokenization")
        self._cut = self._cutter()

    def build(self, entries: Sequence[Entry]) -> None:
        """Cuts and indexes the texts."""
        self._tokenizer = self._tokenization.Tokenizer(splitter=self._cut, stopwords=self._stopwords)
        tokens = self._tokenizer.tokenize([entry.told for entry in entries], show_progress=False)
        self._retriever = self._bm25s.BM25()
        self._retriever.index(tokens, show_progress=False)
        self._depth = min(DEPTH, len(entries))

    def find(self, asked: Asked) -> list[int]:
        """``retrieve`` of one question; passages that share no word with it are left out."""
        tokens = self._tokenizer.tokenize([asked.joined], update_vocab=False, show_progress=False)
        found, scores = self._retriever.retrieve(tokens, k=self._depth, show_progress=False)
        return [int(at) for at, score in zip(found[0], scores[0], strict=True) if score > 0]


class Haystack:
    """Haystack's in-memory store: its BM25 retriever, or that and its embedding retriever joined by reciprocal rank.

    Components are run one by one, as their pages show; a ``Pipeline`` round them would only add time.
    ``pattern`` is ``bm25_tokenization_regex``; by default every Chinese character is a token.
    """

    def __init__(self, *, dense: bool, pattern: str | None = None) -> None:
        self._dense = dense
        self._options = {"bm25_tokenization_regex": pattern} if pattern else {}

    def start(self, place: Place) -> None:
        """Loads Haystack and what the sides need."""
        os.environ.setdefault("HAYSTACK_TELEMETRY_ENABLED", "False")
        self._haystack = importlib.import_module("haystack")
        self._stores = importlib.import_module("haystack.document_stores.in_memory")
        self._retrievers = importlib.import_module("haystack.components.retrievers.in_memory")
        if self._dense:
            joiners = importlib.import_module("haystack.components.joiners")
            self._joiner = joiners.DocumentJoiner(join_mode="reciprocal_rank_fusion")
            self._encoder = shipped_encoder()

    def build(self, entries: Sequence[Entry]) -> None:
        """Writes the documents, with their vectors where there is a dense side."""
        texts = [entry.told for entry in entries]
        vectors: Sequence[Any] = self._encoder.encode(texts).tolist() if self._dense else [None] * len(texts)
        store = self._stores.InMemoryDocumentStore(shared=False, **self._options)
        store.write_documents(
            [
                self._haystack.Document(id=str(at), content=text, embedding=vector)
                for at, (text, vector) in enumerate(zip(texts, vectors, strict=True))
            ]
        )
        self._words = self._retrievers.InMemoryBM25Retriever(document_store=store, top_k=DEPTH)
        if self._dense:
            self._near = self._retrievers.InMemoryEmbeddingRetriever(document_store=store, top_k=DEPTH)

    def find(self, asked: Asked) -> list[int]:
        """``run`` of the retrievers and of the joiner."""
        found = self._words.run(query=asked.joined)["documents"]
        if self._dense:
            vector = self._encoder.encode([asked.joined])[0].tolist()
            near = self._near.run(query_embedding=vector)["documents"]
            found = self._joiner.run(documents=[found, near])["documents"]
        return [int(document.id) for document in found][:DEPTH]
