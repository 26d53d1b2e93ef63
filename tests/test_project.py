"""The project's own promises: licence, pins, targets, and files that would work on any machine."""

from __future__ import annotations

import os
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
READMES = ("README.md", "README.en.md")
TARGETS = ("install", "serve", "test", "check", "eval", "report", "golden", "bench", "shots")
COMMANDS = ("add", "list", "set", "remove", "rebuild", "check", "ask", "eval", "serve", "facts", "feedback", "mcp")
NAMED_BY_THE_USER = ("sentence-transformers", "faiss-cpu", "gradio", "langchain-text-splitters")


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def plain(name: str) -> str:
    """A distribution's name as registries compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def locked() -> dict[str, str]:
    lines = [line for line in read("requirements.lock").splitlines() if line and not line.startswith("#")]
    pins = [re.fullmatch(r"([A-Za-z0-9._-]+)==([A-Za-z0-9.!]+)", line) for line in lines]
    assert all(pins), [line for line, pin in zip(lines, pins, strict=True) if not pin]
    return {plain(pin[1]): pin[2] for pin in pins if pin}


def required(*extras: str) -> list[str]:
    project = PROJECT["project"]
    return project["dependencies"] + [one for extra in extras for one in project["optional-dependencies"][extra]]


def name_of(requirement: str) -> str:
    return plain(re.split(r"[<>=!~\[; ]", requirement)[0])


def numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version))


def test_the_licence_is_apache_2():
    text = read("LICENSE")
    assert "Apache License" in text
    assert "END OF TERMS AND CONDITIONS" in text
    assert PROJECT["project"]["license"] == "Apache-2.0"


def test_the_lock_pins_everything():
    pins = locked()
    assert pins["torch"] == "2.13.0"
    assert {name_of(one) for one in required("dev", "train", "mcp", "ocr")} <= set(pins)
    assert "shushuo" not in pins


def test_the_lock_keeps_within_the_bounds():
    pins = locked()
    for requirement in required("dev", "train", "mcp", "ocr"):
        low, high = re.findall(r"[<>=]=?([0-9.]+)", requirement)
        assert numbers(low) <= numbers(pins[name_of(requirement)]) < numbers(high), requirement


def test_the_packages_the_user_named_are_dependencies():
    assert set(NAMED_BY_THE_USER) <= {name_of(one) for one in required()}


def test_every_package_of_the_tree_is_installed():
    found = {
        str(path.parent.relative_to(ROOT)).replace(os.sep, ".")
        for top in ("index", "qa", "eval")
        for path in (ROOT / top).rglob("__init__.py")
    }
    assert found | {"eval.cases", "eval.training", "index.model"} == set(PROJECT["tool"]["setuptools"]["packages"])


@pytest.mark.parametrize("target", TARGETS)
def test_make_has_the_target_and_explains_it(target: str):
    assert re.search(rf"^{target}:.*  ## \S", read("Makefile"), re.MULTILINE)
    assert target in read("README.md")


def test_ci_is_executable_and_runs_the_tests():
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
    text = read(".ci/run")
    assert "make test" in text
    assert "SHUSHUO_REQUIRE_BROWSER=1" in text
    subprocess.run(["bash", "-n", ".ci/run"], cwd=ROOT, check=True)


@pytest.mark.parametrize("readme", READMES)
def test_the_readme_shows_every_command(readme: str):
    text = read(readme)
    assert [one for one in COMMANDS if f"shushuo {one}" not in text] == []


@pytest.mark.parametrize("readme", READMES)
def test_the_readme_shows_no_command_that_is_not_there(readme: str):
    for block in re.findall(r"```sh\n(.*?)```", read(readme), re.DOTALL):
        for line in filter(None, block.splitlines()):
            words = line.split()
            assert words[0] in ("make", "shushuo", "git", "cd", "."), line
            known = {"make": TARGETS, "shushuo": COMMANDS}.get(words[0])
            assert known is None or words[1] in known, line


@pytest.mark.parametrize(
    "name", [*READMES, "CHANGELOG.md", *sorted(p.relative_to(ROOT) for p in ROOT.glob("docs/**/*.md"))]
)
def test_links_lead_somewhere(name: str | Path):
    folder = (ROOT / name).parent
    links = re.findall(r"\]\(([^)#:]+)\)", (ROOT / name).read_text(encoding="utf-8"))
    assert [link for link in links if not (folder / link).exists()] == []


def our_files() -> list[Path]:
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        out = subprocess.run(listed, cwd=ROOT, check=True, capture_output=True).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout")
    return [path for name in out.decode().split("\0") if name and (path := ROOT / name).is_file()]


def our_texts() -> dict[str, str]:
    texts = {}
    for path in our_files():
        data = path.read_bytes()
        if b"\0" not in data:
            texts[str(path.relative_to(ROOT))] = data.decode("utf-8", errors="ignore")
    return texts


# Written in pieces, so that this file is not what it looks for.
HOSTS = ["py" + "pi.org", "python" + "hosted.org", "pypi" + ".tuna", "mirrors" + ".", "download.py" + "torch.org"]
MACHINE_PATHS = re.compile(r"(?<![\w.~$})/-])/(?:work|root|home|Users|opt)/[\w.]")


def test_no_file_names_this_machine_or_a_registry():
    bad = []
    for name, text in our_texts().items():
        bad += [f"{name}: {host}" for host in HOSTS if host in text]
        bad += [f"{name}: {found.group()}" for found in MACHINE_PATHS.finditer(text)]
    assert bad == []


def test_what_is_made_here_is_not_kept():
    kept = [str(path.relative_to(ROOT)) for path in our_files()]
    made = re.compile(r"(^|/)(__pycache__|\.venv|\.mypy_cache|[^/]*\.egg-info)/|\.(pyc|pkl|pickle|sqlite)$")
    assert [name for name in kept if made.search(name)] == []
