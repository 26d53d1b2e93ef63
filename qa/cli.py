"""``shushuo``: the command line. A composition root: it alone, with ``ui.py``, puts building and asking together."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from index.errors import ShushuoError, StoreError, UsageError
from qa.commandline import PASSWORD_VARIABLE, Parser, default_store, password_of, progress_bar

if TYPE_CHECKING:
    from index.build import Outcome

SAMPLES = Path(__file__).parents[1] / "examples" / "reports"
ENCODING = frozenset(("add", "set", "rebuild", "ask", "serve", "mcp"))
"""Commands that need an encoder, and so let another be named."""


def build_parser() -> Parser:
    """The whole command line, with help in Chinese."""
    parser = Parser(prog="shushuo", description="数说：向中文报告问数字，得到数字、原句、出处和核对结果。")
    commands = parser.add_subparsers(title="命令", metavar="命令", dest="command", required=True, parser_class=Parser)
    add = _add(commands, "add", run_add, "添加报告（文件或文件夹）")
    add.add_argument("paths", nargs="+", type=Path, metavar="路径")
    add.add_argument("--explain", action="store_true", help="逐份说明读作什么格式、几页、几个表格，略去了什么")
    listed = _add(commands, "list", run_list, "列出资料库里的报告：单位、年份、类型、日期、标题，以及各从哪里得知")
    listed.add_argument("--json", action="store_true", help="输出 JSON")
    given = _add(
        commands,
        "set",
        run_set,
        "改正报告的单位、年份或标题；所设的优先于自动推断的，更新报告和重建索引后仍在",
        [("reports", {"nargs": "+", "metavar": "报告名"})],
    )
    given.add_argument("--body", metavar="名称", help="报告所讲的单位，例如：示例市法院")
    given.add_argument("--year", metavar="年份", help="报告所讲的年份，例如：2024 或 2017-2021")
    given.add_argument("--title", metavar="标题", help="引用时显示的标题")
    given.add_argument("--clear", action="store_true", help="去掉手工设置，恢复成自动推断的")
    _add(commands, "remove", run_remove, "移除报告", [("reports", {"nargs": "+", "metavar": "报告名"})])
    _add(commands, "rebuild", run_rebuild, "重建索引；换向量模型时也用它")
    _add(commands, "check", run_check, "核对整个资料库，有问题则逐条列出")
    ask = _add(commands, "ask", run_ask, "提问，或用 --batch 成批提问")
    ask.add_argument("question", nargs="?", metavar="问题", help="例如：执行到位金额多少")
    ask.add_argument("--json", action="store_true", help="输出 JSON")
    ask.add_argument("--batch", type=Path, metavar="题目.jsonl", help="每行一题，逐行输出 JSON 答案")
    ask.add_argument("--lock", action="store_true", help="与 --batch 连用：只在每题 reports 所列的报告里找")
    score = _add(commands, "eval", run_eval, "用题目给问答打分")
    score.add_argument("cases", nargs="+", type=Path, metavar="题目.jsonl")
    score.add_argument("--json", type=Path, metavar="文件", help="把成绩写成 JSON")
    score.add_argument("--plot", type=Path, metavar="文件", help="把置信度与答对率画成 SVG 图")
    _add_serve(commands)
    _add(commands, "mcp", run_mcp, "供助手程序使用：在标准输入输出上提供 MCP 工具")
    said = _add(commands, "feedback", run_feedback, "把网页上对答案的评价导出成评测题")
    said.add_argument("--out", type=Path, metavar="题目.jsonl", help="写入这个文件（默认写到屏幕）")
    facts = _add(commands, "facts", run_facts, "列出报告里的数字和它们的含义")
    facts.add_argument("--report", metavar="报告名", help="只列这一份报告的")
    facts.add_argument("--metric", metavar="词", help="只列指标里含这个词的")
    facts.add_argument("--csv", type=Path, metavar="文件", help="写成 CSV")
    facts.add_argument("--xlsx", type=Path, metavar="文件", help="写成 Excel 工作簿")
    return parser


def _add_serve(commands: argparse._SubParsersAction[Parser]) -> None:
    serve = _add(commands, "serve", run_serve, "启动网页问答")
    serve.add_argument("--host", default="127.0.0.1", metavar="地址", help="默认 127.0.0.1，只有本机能打开")
    serve.add_argument("--port", type=int, default=7860, metavar="端口", help="默认 7860")
    serve.add_argument("--api", action="store_true", help="程序接口（/api/…）也对别的机器开放；默认只对本机开放")
    serve.add_argument(
        "--password-file",
        type=Path,
        metavar="文件",
        help=f"第一行是密码，打开网页和接口都要它；也可写在环境变量 {PASSWORD_VARIABLE} 里",
    )


def _add(
    commands: argparse._SubParsersAction[Parser],
    name: str,
    run: Callable[[argparse.Namespace], int],
    help_: str,
    arguments: Sequence[tuple[str, dict[str, object]]] = (),
) -> Parser:
    parser = commands.add_parser(name, help=help_, description=help_)
    for argument, options in arguments:
        parser.add_argument(argument, **options)  # type: ignore[arg-type]
    parser.add_argument(
        "--store", type=Path, default=None, metavar="目录", help="资料库所在的文件夹（默认在用户数据目录）"
    )
    if name in ENCODING:
        parser.add_argument(
            "--encoder", metavar="模型", help="sentence-transformers 模型的文件夹或名字（默认用自带的）"
        )
    parser.set_defaults(run=run)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Runs a command. Exit codes: 0 done, 1 something failed, 2 the command line was wrong."""
    try:
        args = build_parser().parse_args(argv)
        args.store = args.store or default_store()
        code: int = args.run(args)
        sys.stdout.flush()
        return code
    except ShushuoError as error:
        return _fail(str(error), error.exit_code)
    except KeyboardInterrupt:
        return _fail("已取消。已经写入的报告都在，没有写完的不会留下一半；再运行一次即可继续", 1)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or the flush at exit complains
        return 1
    except UnicodeEncodeError as error:
        return _fail(
            f"有当前编码（{error.encoding}）写不出的字符。请改用 UTF-8 终端，或设环境变量 PYTHONUTF8=1 再运行", 1
        )
    except OSError as error:
        return _fail(f"{error.filename or '文件'} 读写失败：{error.strerror or error}。请检查路径、权限和磁盘空间", 1)


def _fail(message: str, code: int) -> int:
    if sys.stderr.isatty():
        print("\r\x1b[K", end="", file=sys.stderr)  # what a progress bar may have left there
    line = " ".join(message.rstrip("。").splitlines())
    print(f"错误：{line}。", file=sys.stderr)
    return code


def run_add(args: argparse.Namespace) -> int:
    """``shushuo add PATH...``: one line per file; 1 if any failed, the rest kept."""
    from index import build

    outcomes = build.add_paths(
        args.store, args.paths, encoder=args.encoder, progress=progress_bar("添加报告"), explain=args.explain
    )
    for outcome in outcomes:
        told = outcome.reading.lines() if outcome.reading else []
        lines = [
            f"{_OUTCOMES[outcome.status]}  {outcome.name}{_detail(outcome)}",
            *(f"        {line}" for line in told),
        ]
        print("\n".join(lines), file=_stream(outcome.status))
    counts = {status: sum(o.status == status for o in outcomes) for status in _OUTCOMES}
    print("，".join(f"{_OUTCOMES[status].strip()}{n}份" for status, n in counts.items() if n) + "。")
    return 1 if counts[build.FAILED] else 0


_OUTCOMES = {"added": "已添加", "replaced": "已更新", "unchanged": "没有变化", "failed": "失败"}


def _detail(outcome: Outcome) -> str:
    from index.build import FAILED, UNCHANGED

    if outcome.status == FAILED:
        return f"：{outcome.message}"
    if outcome.status == UNCHANGED:
        return f"（{outcome.message}）" if outcome.message else ""
    return f"（{outcome.passages}段，{outcome.facts}个数字）"


def _stream(status: str) -> TextIO:
    return sys.stderr if status == "failed" else sys.stdout


def run_list(args: argparse.Namespace) -> int:
    """``shushuo list [--json]``: name, body, period and size of each report, its kind, date and title, and how they were found."""
    from index.store import Store
    from qa.catalogue import as_dict, line

    with Store.open(args.store) as store:
        infos = store.documents()
    if args.json:
        print(json.dumps([as_dict(info) for info in infos], ensure_ascii=False))
        return 0
    for info in infos:
        print(line(info))
    print(
        f"共{len(infos)}份报告。" if infos else "资料库是空的。用 shushuo add 文件或文件夹 添加报告。", file=sys.stderr
    )
    return 0


def run_set(args: argparse.Namespace) -> int:
    """``shushuo set REPORT... --body B --year Y --title T`` or ``--clear``."""
    told = {"entity": args.body, "period": args.year, "title": args.title}
    values = {field: value for field, value in told.items() if value is not None}
    if args.clear and values:
        raise UsageError("--clear 不能与 --body、--year、--title 一起用。请二者取一")
    if not (args.clear or values):
        raise UsageError("没有写要设什么。请用 --body、--year、--title 写出，或用 --clear 恢复成自动推断的")
    from index import build
    from qa.catalogue import line

    for info in build.set_by_hand(args.store, args.reports, values, encoder=args.encoder):
        print(f"{'已恢复' if args.clear else '已设置'}  {line(info)}")
    return 0


def run_remove(args: argparse.Namespace) -> int:
    """``shushuo remove REPORT...``."""
    from index import build

    for name in build.remove(args.store, args.reports):
        print(f"已移除  {name}")
    return 0


def run_rebuild(args: argparse.Namespace) -> int:
    """``shushuo rebuild``: all vectors and indexes anew, with another encoder if one is named."""
    from index import build

    count = build.rebuild(args.store, encoder=args.encoder, progress=progress_bar("重建"))
    print(f"已重建，共{count}份报告。")
    return 0


def run_check(args: argparse.Namespace) -> int:
    """``shushuo check``: every invariant of the library; 1 if one is broken."""
    from index.store import Store

    with Store.open(args.store) as store:
        problems = store.check()
        count = len(store.documents())
    for problem in problems:
        print(problem, file=sys.stderr)
    print(f"核对了{count}份报告：{f'发现{len(problems)}个问题' if problems else '没有问题'}。")
    return 1 if problems else 0


def run_ask(args: argparse.Namespace) -> int:
    """``shushuo ask QUESTION [--json]`` or ``shushuo ask --batch CASES.jsonl``."""
    if (args.question is None) == (args.batch is None):
        raise UsageError("请写一个问题，或用 --batch 给出题目文件（二者取一）。例如：shushuo ask 执行到位金额多少")
    if args.lock and args.batch is None:
        raise UsageError("--lock 要与 --batch 连用：请用 --batch 给出题目文件")
    from qa.assistant import Assistant

    if args.batch is not None:
        return _batch(args)
    _require_question(args.question)
    assistant = Assistant.open(args.store, encoder=args.encoder)
    answer = assistant.ask(args.question)
    if answer.reason == "empty_library":
        raise StoreError("资料库里还没有报告。请先运行 shushuo add 报告文件或文件夹")
    if args.json:
        print(json.dumps(answer.to_dict(), ensure_ascii=False))
        return 0
    shown = answer.text if answer.refused or not (answer.facts or answer.phrase) else f"{answer.answer}\n{answer.text}"
    print(shown)
    for number, citation in enumerate(answer.citations):
        page = f" {citation.place}" if citation.place else ""
        status = "、".join(dict.fromkeys(f.status for f in answer.facts if f.citation == number))
        print(f"  [{number + 1}] {citation.report}{page}{f'（{status}）' if status else ''}：{citation.quote}")
    return 0


def _require_question(question: str) -> None:
    """Refuses what is no question before anything is opened; in a batch such a row gets a refusal of its own."""
    from qa.question import MAX_LENGTH

    if len(question) > MAX_LENGTH:
        raise UsageError(f"问题有{len(question)}个字，超过上限{MAX_LENGTH}个字。请缩短后再问")
    if not any(map(str.isalnum, question)):
        raise UsageError("问题里没有文字。请写出要查的指标，例如：shushuo ask 执行到位金额多少")


def _batch(args: argparse.Namespace) -> int:
    from qa.assistant import Assistant
    from qa.batch import read_batch

    rows = read_batch(args.batch)
    assistant = Assistant.open(args.store, encoder=args.encoder)
    for row in rows:
        reports = row.reports if args.lock and row.reports else None
        answer = assistant.ask(row.question, history=row.history, reports=reports, id=row.id)
        print(json.dumps(answer.to_dict(), ensure_ascii=False))
    return 0


def run_eval(args: argparse.Namespace) -> int:
    """``shushuo eval CASES.jsonl [--json OUT] [--plot OUT.svg]``: scores on the library."""
    from eval.__main__ import main as evaluate

    written = {"--json": args.json, "--plot": args.plot}
    options = [word for option, path in written.items() if path for word in (option, str(path))]
    return evaluate([*map(str, args.cases), "--store", str(args.store), *options])


def run_serve(args: argparse.Namespace) -> int:
    """``shushuo serve``: the web chat; an empty default library is first filled with the samples."""
    from qa.guard import address
    from qa.listening import listening
    from qa.waiting import Waiting

    password = password_of(args.password_file)
    with listening(args.host, args.port) as listener, Waiting(listener) as waiting:
        if sys.stderr.isatty():
            print(f"正在启动：{address(args.host, listener.getsockname()[1])}", file=sys.stderr)
        _samples(args)
        from ui import serve

        return serve(
            args.store,
            listener,
            host=args.host,
            encoder=args.encoder,
            api=args.api,
            password=password,
            ready=waiting.end,
        )


def run_mcp(args: argparse.Namespace) -> int:
    """``shushuo mcp``: the tools of a Model Context Protocol server on stdin and stdout, until stdin ends."""
    from qa.mcp import serve

    return serve(args.store, encoder=args.encoder)


def _samples(args: argparse.Namespace) -> None:
    from index import build
    from index.store import Store

    try:
        with Store.open(args.store):
            return
    except StoreError:
        if args.store.exists() and any(args.store.iterdir()):
            raise
    if SAMPLES.is_dir():
        print("第一次运行：正在建立样例资料库……", file=sys.stderr)
        build.add_paths(args.store, [SAMPLES], encoder=args.encoder, progress=progress_bar("样例"))
    else:
        Store.open(args.store, create=True).close()


def run_facts(args: argparse.Namespace) -> int:
    """``shushuo facts``: the table of facts on the screen, or as CSV or XLSX."""
    from index.store import Store
    from qa.table import print_rows, rows_of, write_csv, write_xlsx

    with Store.open(args.store) as store:
        rows = rows_of(store, report=args.report, metric=args.metric)
    if args.csv:
        write_csv(args.csv, rows)
    if args.xlsx:
        write_xlsx(args.xlsx, rows)
    if not (args.csv or args.xlsx):
        print_rows(rows, sys.stdout)
    print(f"共{len(rows)}个数字。", file=sys.stderr)
    return 0


def run_feedback(args: argparse.Namespace) -> int:
    """``shushuo feedback [--out CASES.jsonl]``: verdicts given on the page, as cases for ``shushuo eval``."""
    from index.store import Store
    from qa import feedback

    Store.open(args.store).close()
    cases, unclear = feedback.cases(feedback.read(args.store))
    lines = "".join(f"{json.dumps(case, ensure_ascii=False)}\n" for case in cases)
    if args.out:
        args.out.write_text(lines, encoding="utf-8")
    else:
        sys.stdout.write(lines)
    more = f"；另有{unclear}条没有说明正确的答案，未导出" if unclear else ""
    print(f"共{len(cases)}道题{more}。", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
