"""Every way of searching that ``benchmarks/peers.py`` compares: one line for each in ``METHODS``, ours first."""

from __future__ import annotations

from benchmarks.methods.base import Method
from benchmarks.methods.ours import Ask, Ours
from benchmarks.methods.theirs import CJK_PAIRS, Bm25s, Haystack, LangChain, Txtai, jieba_cut, pairs_cut

COMMUNITY, CLASSIC, RANK_BM25 = "langchain-community", "langchain-classic", "rank-bm25"

METHODS: dict[str, Method] = {
    "ours": Method(
        "数说：检索全部",
        "字符一二元 BM25 + 0.8 余弦，按分数合并，前 18 段由模型重排；锁定机构与年份",
        Ours,
    ),
    "ours_first": Method(
        "数说：不重排",
        "同上，不用重排模型",
        lambda: Ours(ranked=False),
    ),
    "ours_ask": Method(
        "数说：整个 ask",
        "Assistant.ask 的证据次序；建库从原文件起：读、清洗、切段、抽事实、写盘",
        Ask,
        reads=False,
    ),
    "langchain_faiss": Method(
        "LangChain FAISS",
        "FAISS.from_texts 的默认值；自带编码器经 Embeddings 小接口",
        lambda: LangChain(words=False, dense=True),
        (COMMUNITY, "faiss-cpu"),
    ),
    "langchain_bm25": Method(
        "LangChain BM25（默认）",
        "BM25Retriever 的默认值：按空格切词",
        lambda: LangChain(words=True, dense=False),
        (COMMUNITY, RANK_BM25),
    ),
    "langchain_bm25_jieba": Method(
        "LangChain BM25（jieba）",
        "BM25Retriever，preprocess_func=jieba.lcut",
        lambda: LangChain(words=True, dense=False, cutter=jieba_cut),
        (COMMUNITY, RANK_BM25, "jieba"),
    ),
    "langchain_bm25_pairs": Method(
        "LangChain BM25（二元）",
        "BM25Retriever，preprocess_func=汉字二元；试过的切法里它最好",
        lambda: LangChain(words=True, dense=False, cutter=pairs_cut),
        (COMMUNITY, RANK_BM25),
    ),
    "langchain_ensemble": Method(
        "LangChain 集成（jieba）",
        "EnsembleRetriever：jieba BM25 与 FAISS，权重各半，各取 18 段",
        lambda: LangChain(words=True, dense=True, cutter=jieba_cut),
        (COMMUNITY, CLASSIC, RANK_BM25, "faiss-cpu", "jieba"),
    ),
    "txtai": Method(
        "txtai 混合（默认）",
        "hybrid=True 的设置；默认切词按 UAX #29，汉字逐字",
        Txtai,
        ("txtai",),
    ),
    "txtai_jieba": Method(
        "txtai 混合（jieba）",
        "同上；文字先经 jieba 切开，tokenizer={'whitespace': True}",
        lambda: Txtai(jieba=True),
        ("txtai", "jieba"),
    ),
    "txtai_pairs": Method(
        "txtai 混合（二元）",
        "同上；tokenizer={'ngrams': 2}；试过的设置里，阅读题上它最好",
        lambda: Txtai(tokenizer={"ngrams": 2}),
        ("txtai",),
    ),
    "bm25s_jieba": Method(
        "bm25s（jieba）",
        "Tokenizer(splitter=jieba.lcut, stopwords=None)，其余默认",
        lambda: Bm25s(cutter=jieba_cut),
        ("bm25s", "jieba"),
    ),
    "bm25s_jieba_stopwords": Method(
        "bm25s（jieba，停用词）",
        "同上，stopwords='zh'",
        lambda: Bm25s(cutter=jieba_cut, stopwords="zh"),
        ("bm25s", "jieba"),
    ),
    "bm25s_pairs": Method(
        "bm25s（二元）",
        "同上，splitter=汉字二元，不用停用词；试过的设置里它最好",
        lambda: Bm25s(cutter=pairs_cut),
        ("bm25s",),
    ),
    "haystack": Method(
        "Haystack BM25（默认）",
        "InMemoryDocumentStore 的默认值：BM25L，汉字逐字",
        lambda: Haystack(dense=False),
        ("haystack-ai",),
    ),
    "haystack_pairs": Method(
        "Haystack BM25（二元）",
        "同上，bm25_tokenization_regex=汉字二元；试过的设置里，阅读题上它最好",
        lambda: Haystack(dense=False, pattern=CJK_PAIRS),
        ("haystack-ai",),
    ),
    "haystack_hybrid": Method(
        "Haystack 混合（二元）",
        "同上，加 InMemoryEmbeddingRetriever，DocumentJoiner 按名次倒数合并（RRF）",
        lambda: Haystack(dense=True, pattern=CJK_PAIRS),
        ("haystack-ai",),
    ),
}
"""Key on the command line -> method."""
