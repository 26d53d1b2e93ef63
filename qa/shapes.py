"""What programs get, as schemas for the descriptions of the HTTP API and of the MCP tools; nothing passes through these."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Page = int | None
Reason = Literal["not_stated", "other_period", "other_entity", "ambiguous", "out_of_scope", "empty_library"]
"""As ``qa.results.REASONS``, which a test compares."""


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid")


class CitationShape(_Shape):
    """一处出处。"""

    report: str = Field(description="报告名，即文件名去掉扩展名")
    title: str
    page: Page = Field(description="第几页；没有页码的格式为 null")
    quote: str = Field(description="原句")
    start: int = Field(description="原句在报告正文里从第几个字起")
    end: int


class ShownFactShape(_Shape):
    """答案里的一个数字。"""

    metric: str = Field(description="指标")
    raw: str = Field(description="报告里的写法，例如 35.8亿元")
    value: str = Field(description="以基本单位计的数值，十进制文字，例如 3580000000")
    unit: str
    approx: str = Field(description="约、余、以上等")
    entity: str = Field(description="单位或地方")
    period: str = Field(description="年份，例如 2024 或 2017-2021")
    status: str = Field(description="原文一致、换算一致、推算、未找到")
    formula: str = Field(description="推算的算式")
    citation: int = Field(description="citations 里的第几个，从 0 起")


class AnswerShape(_Shape):
    """一个答案，或如实的拒答。"""

    id: str
    question: str
    answer: str = Field(description="简短的答案；拒答时为空")
    text: str = Field(description="给人看的话")
    refused: bool
    reason: Reason | None = Field(description="为什么拒答")
    facts: list[ShownFactShape]
    citations: list[CitationShape]
    timings_ms: dict[str, float]


class ErrorDetail(_Shape):
    """出了什么错。"""

    code: str
    message: str = Field(description="中文说明和办法")


class ErrorShape(_Shape):
    """没有给出答案的原因。"""

    error: ErrorDetail


class RecomputedShape(_Shape):
    """报告自己说的增减，用前后两年的数重算的结果。"""

    verdict: Literal["一致", "不一致"]
    formula: str


class FactShape(_Shape):
    """报告里的一个数字。"""

    metric: str
    raw: str
    value: str
    unit: str
    approx: str
    entity: str
    scope: str = Field(description="主体的哪一部分，例如 市本级")
    period: str
    kind: str = Field(description="level、change、point_change、share、rank、target、cumulative")
    direction: str = Field(description="上升、下降等")
    basis: str = Field(description="与什么比，例如 同比")
    status: str
    recomputed: RecomputedShape | None
    citation: CitationShape


class FactsShape(_Shape):
    """一页数字。"""

    facts: list[FactShape]
    next_offset: int | None = Field(description="接着往下取时的 offset；没有了为 null")


class InferredShape(_Shape):
    """一项推断，和依据。"""

    value: str
    how: str


class ReportShape(_Shape):
    """一份报告。"""

    report: str
    title: InferredShape
    body: InferredShape
    period: InferredShape
    date: InferredShape
    kind: InferredShape
    characters: int
    passages: int
    facts: int


class ReportsShape(_Shape):
    """一页报告。"""

    reports: list[ReportShape]
    next_offset: int | None


class PassageShape(_Shape):
    """报告里的一段。"""

    report: str
    title: str
    page: Page
    headings: list[str] = Field(description="所在的标题，从外到内")
    text: str
    start: int
    end: int
    score: float


class PassagesShape(_Shape):
    """找到的段落，最合适的在前。"""

    passages: list[PassageShape]


class StretchShape(_Shape):
    """报告里连续的一截文字。"""

    report: str
    title: str
    page: Page
    text: str
    start: int
    end: int
    characters: int = Field(description="整份报告的字数")


class HealthShape(_Shape):
    """在运行。"""

    status: Literal["ok"]
