"""``shushuo mcp``: the library as tools of the Model Context Protocol, over stdin and stdout.

The protocol itself is the official SDK's, which is an extra (``shushuo[mcp]``); see docs/adr/0012-programs.md. While it serves, the
SDK points the process's stdout at stderr, so that nothing but the protocol is written there.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from index.errors import ShushuoError
from qa import Assistant
from qa.programs import Ask, Facts, Object, Passages, Programs, Read, Reports
from qa.refusals import told
from qa.shapes import AnswerShape, FactsShape, PassagesShape, ReportsShape, StretchShape

INSTRUCTIONS = (
    "数说从本机的中文报告（法院、政府工作报告，统计公报，公司年报）里查数字。先用 ask 提问：它给出数字、原句、报告名和位置，每个数字都与原文核对过；"
    "refused 为 true 时报告里没有，请如实转告 text 里的说明，不要自己补数。引用时写明 citations 里的报告名和原句。"
)
MISSING = "没有安装 MCP 所需的组件 mcp。请运行 make install，或 pip install 'shushuo[mcp]'"


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool: what it is called and for, what goes in and comes out, and what does the work."""

    name: str
    title: str
    description: str
    given: type[BaseModel]
    shape: type[BaseModel]
    work: Callable[[Programs, Any], Object]


TOOLS = (
    Tool(
        "ask", "提问",
        "向报告问一个数字或一件事，得到答案、原句、报告名和位置；报告里没有的如实拒答，并说明有什么。问题写明单位和年份最稳妥。",
        Ask, AnswerShape, Programs.ask,
    ),
    Tool(
        "facts", "列出数字",
        "列出报告里的数字：指标、数值、单位、主体、时期、类型、方向、比较基准、重算结果和原句；可按报告、指标、主体、时期、类型筛选。",
        Facts, FactsShape, Programs.facts,
    ),
    Tool("reports", "列出报告", "列出资料库里的报告：报告名、单位、年份、类型、日期、标题和篇幅。", Reports, ReportsShape, Programs.reports),
    Tool(
        "passages", "找段落",
        "找出与问题最有关的原文段落，最合适的在前；要看依据的上下文，或问题不是问数字时用它。",
        Passages, PassagesShape, Programs.passages,
    ),
    Tool("read", "读原文", "读一份报告的一截原文，从指定的字起；接在引用或段落的位置上看前后文。", Read, StretchShape, Programs.read),
)  # fmt: skip


class Toolbox:
    """Does what a tool is called for; the library is opened by the first call, so that a client can always connect."""

    def __init__(self, store_dir: Path, encoder: str | None = None) -> None:
        self._store_dir, self._encoder = store_dir, encoder
        self._programs: Programs | None = None
        self._opening = threading.Lock()

    def call(self, name: str, arguments: Object) -> tuple[Object | None, str]:
        """What the tool gives and "", or None and what went wrong, in Chinese."""
        tool = next((one for one in TOOLS if one.name == name), None)
        if tool is None:
            return None, f"没有“{name[:60]}”这个工具。现有：{'、'.join(one.name for one in TOOLS)}。"
        try:
            return tool.work(self._open(), tool.given.model_validate(arguments)), ""
        except ValidationError as error:
            return None, f"{told(error.errors())}。"
        except ShushuoError as error:
            return None, f"{str(error).rstrip('。')}。"
        except OSError as error:
            return None, f"资料库读不了：{error.strerror or error}。请检查路径、权限和磁盘空间。"

    def _open(self) -> Programs:
        with self._opening:
            if self._programs is None:
                self._programs = Programs(Assistant.open(self._store_dir, encoder=self._encoder))
            return self._programs


def serve(store_dir: Path, *, encoder: str | None = None) -> int:
    """Serves the tools on stdin and stdout until stdin ends; 0 then.

    Raises:
        ShushuoError: the SDK is not installed.
    """
    try:
        import anyio
        from mcp.server.stdio import stdio_server
    except ImportError:
        raise ShushuoError(MISSING) from None
    server = build_server(Toolbox(store_dir, encoder))

    async def run() -> None:
        async with stdio_server() as (incoming, outgoing):
            await server.run(incoming, outgoing, server.create_initialization_options())

    anyio.run(run)
    return 0


def build_server(toolbox: Toolbox) -> Any:
    """The SDK's server with our tools; each call runs on a thread, one at a time."""
    import mcp_types as types
    from anyio import CapacityLimiter, to_thread
    from mcp.server.lowlevel import Server

    limiter = CapacityLimiter(1)
    listed = [
        types.Tool(
            name=tool.name, title=tool.title, description=tool.description,
            input_schema=tool.given.model_json_schema(), output_schema=tool.shape.model_json_schema(),
            annotations=types.ToolAnnotations(
                title=tool.title, read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
            ),
        )
        for tool in TOOLS
    ]  # fmt: skip

    async def list_tools(context: Any, given: Any) -> Any:
        return types.ListToolsResult(tools=listed)

    async def call_tool(context: Any, given: Any) -> Any:
        result, trouble = await to_thread.run_sync(toolbox.call, given.name, given.arguments or {}, limiter=limiter)
        text = trouble if result is None else json.dumps(result, ensure_ascii=False)
        content = [types.TextContent(type="text", text=text)]
        return types.CallToolResult(content=content, structured_content=result, is_error=result is None)

    return Server(
        "shushuo", version=metadata.version("shushuo"), title="数说", instructions=INSTRUCTIONS,
        on_list_tools=list_tools, on_call_tool=call_tool,
    )  # fmt: skip
