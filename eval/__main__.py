"""``python -m eval CASES...``: score an assistant on cases, print the table, keep it in a file or check the README."""

from __future__ import annotations

import argparse
import functools
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import NoReturn

from eval import plot, report
from eval.cases import Case, load_cases
from eval.run import Result, Summary, run_cases, summarise
from index.errors import ShushuoError, UsageError


class _Parser(argparse.ArgumentParser):
    def format_help(self) -> str:
        return super().format_help().replace("usage:", "用法：", 1)

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"参数有误（{message}），请看 python -m eval --help")


def build_parser() -> argparse.ArgumentParser:
    """The command line, with help in Chinese."""
    parser = _Parser(
        prog="python -m eval",
        usage="python -m eval 题目.jsonl... (--store 目录 | --reports 目录) [选项]",
        description="在题目上给问答打分：答对、答错、拒答、引用、检索与耗时。",
        add_help=False,
    )
    parser._positionals.title, parser._optionals.title = "参数", "选项"
    parser.add_argument("cases", nargs="*", type=Path, metavar="题目.jsonl", help="题目文件，每行一题")
    parser.add_argument("--store", type=Path, metavar="目录", help="使用已有的报告库")
    parser.add_argument("--reports", type=Path, metavar="目录", help="用这里的报告临时建一个库，用完即删")
    parser.add_argument("--json", type=Path, metavar="文件", help="把成绩和逐题结果写成 JSON")
    parser.add_argument("--plot", type=Path, metavar="文件", help="把置信度与答对率画成 SVG 图")
    parser.add_argument("--report", type=Path, metavar="文件", help="把成绩表写进这份 Markdown 的标记之间")
    parser.add_argument("--check", action="store_true", help="与 --report 连用：只核对，不一致则退出码为 1")
    parser.add_argument("--misses", type=int, default=0, metavar="个数", help="列出前几个没有答对的题")
    parser.add_argument("-h", "--help", action="help", help="显示这份说明")
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; the exit code is 0, 1 (a stale table, a library that fails) or 2 (wrong usage, bad cases)."""
    try:
        args = build_parser().parse_args(argv)
        _check_usage(args)
        return _evaluate(args)
    except ShushuoError as error:
        print(f"错误：{error}", file=sys.stderr)
        return error.exit_code
    except OSError as error:
        print(f"错误：{error.filename or ''} 读写失败（{error.strerror}），请检查路径和权限", file=sys.stderr)
        return 1


def _check_usage(args: argparse.Namespace) -> None:
    if bool(args.store) == bool(args.reports):
        raise UsageError("--store 目录 和 --reports 目录 要给出一个，且只给一个")
    if args.check and not args.report:
        raise UsageError("--check 要与 --report 文件 连用，请指明核对哪份文档")
    if args.reports and not args.reports.exists():
        raise UsageError(f"找不到报告目录 {args.reports}，请检查路径")


def _evaluate(args: argparse.Namespace) -> int:
    cases = load_cases(args.cases)
    with library(args) as store:
        results, threshold = _ask(store, cases)
    summary = summarise(results)
    table = report.render(summary)
    print(table)
    print(f"\n{report.calibration(summary)}")
    _print_misses(results, args.misses)
    if args.json:
        _write_json(args.json, summary, results)
    if args.plot:
        args.plot.write_text(plot.draw([one.outcome for one in results], threshold), encoding="utf-8")
        print(f"{args.plot}：已画出置信度与答对率", file=sys.stderr)
    if args.check:
        report.check(args.report, table)
    elif args.report:
        changed = report.write(args.report, table)
        print(f"{args.report}：{'已更新评测表' if changed else '评测表没有变化'}", file=sys.stderr)
    return 0


@contextmanager
def library(args: argparse.Namespace) -> Iterator[Path]:
    """The folder of the library that ``--store`` names, or of one made from ``--reports`` and gone afterwards."""
    if args.store:
        yield args.store
        return
    from index.build import add_paths  # the encoder is only wanted where a library is built

    with tempfile.TemporaryDirectory(prefix="shushuo-eval-") as folder:
        store = Path(folder) / "store"
        for outcome in add_paths(store, [args.reports], progress=_show_building):
            if outcome.status == "failed":
                print(f"提醒：{outcome.name} 没有加入，成绩里不含它：{outcome.message}", file=sys.stderr)
        yield store


def _ask(store: Path, cases: Sequence[Case]) -> tuple[list[Result], float]:
    """How each case went, and the confidence below which the assistant refuses."""
    from qa import Assistant  # not wanted for --help or a slip in a case

    with closing(Assistant.open(store)) as assistant:
        names = {info.id: info.name for info in assistant.reports()}
        ids = {name: id for id, name in names.items()}

        @functools.cache
        def text_of(name: str) -> str | None:
            return assistant.document(ids[name]).text if name in ids else None

        return run_cases(cases, assistant, names, _show_progress, text_of), assistant.threshold


def _show_building(what: str, done: int, total: int) -> None:
    _show("建库", done, total)


def _show_progress(done: int, total: int) -> None:
    _show("评测", done, total)


def _show(what: str, done: int, total: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{what} {done}/{total}", end="\n" if done == total else "", file=sys.stderr, flush=True)


def _print_misses(results: Sequence[Result], count: int) -> None:
    for one in [one for one in results if not one.right][: max(0, count)]:
        said = f"拒答（{one.reason}）" if one.refused else one.answer or one.text
        print(f"- {one.id}［{report.KIND_NAMES[one.kind]}］{one.question} -> {said}")


def _write_json(path: Path, summary: Summary, results: Sequence[Result]) -> None:
    content = {"summary": summary.to_dict(), "results": [asdict(one) for one in results]}
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
