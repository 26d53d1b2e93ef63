# 数说：安装、启动、测试、评测。只需 Python 3.11 以上和 make；依赖全部装在 .venv 里。

PYTHON ?= $(shell command -v python3.11 || command -v python3 || command -v python)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
STAMPS := $(VENV)/.stamps
WORKERS ?= 2
HOST ?= 127.0.0.1
PORT ?= 7860
CASES ?= $(wildcard eval/cases/*.jsonl)
SAMPLES ?= examples/reports

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help install serve test check format eval report golden bench shots

help:  ## 显示这份说明
	@echo "用法：make 目标"
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo "可调：PYTHON=解释器  PORT=端口  HOST=地址  WORKERS=并行测试数"

install: $(STAMPS)/project  ## 建立 .venv 并安装（只在依赖变动时重装）

serve: install  ## 启动网页问答；首次运行会先建好样例报告库
	@$(BIN)/shushuo serve --host $(HOST) --port $(PORT)

test: check  ## 安装、静态检查、全部测试，并核对 README 的评测表
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile
	$(BIN)/python -m eval $(CASES) --reports $(SAMPLES) --report README.md --check

check: install  ## 静态检查：ruff 与 mypy --strict
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: install  ## 整理代码格式
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

eval: install  ## 用样例报告跑评测，打印成绩
	@$(BIN)/python -m eval $(CASES) --reports $(SAMPLES)

report: install  ## 跑评测，并把成绩表写进 README
	@$(BIN)/python -m eval $(CASES) --reports $(SAMPLES) --report README.md

golden: install  ## 重新生成 tests/golden 下的对照文件
	$(BIN)/python -m pytest -m golden --update-golden

bench: install  ## 运行 benchmarks 下的各项测速
	@set -e; for file in benchmarks/*.py; do [ -e "$$file" ] || continue; echo "== $$file"; $(BIN)/python "$$file"; done

shots: install  ## 重拍 README 里的四张图（需要 Chromium）
	@$(BIN)/python -m eval.shots

$(STAMPS)/venv:
	@test -n "$(PYTHON)" || { echo "错误：找不到 Python。请先安装 Python 3.11 或更新的版本，或用 make PYTHON=路径 指定。" >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "错误：需要 Python 3.11 或更新的版本，而 $(PYTHON) 是 $$("$(PYTHON)" -V 2>&1)。请安装后重试，或用 make PYTHON=路径 指定。" >&2; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "错误：$(PYTHON) 缺少 venv 模块。Debian 或 Ubuntu 请先运行：apt-get install python3-venv" >&2; exit 1; }
	@echo "正在建立 $(VENV) ……"
	@"$(PYTHON)" -m venv $(VENV)
	@mkdir -p $(STAMPS) && touch $@

# torch goes first and alone: it is the largest part, and some installers find it only when it is asked for by itself.
$(STAMPS)/lock: requirements.lock $(STAMPS)/venv
	@echo "正在安装依赖（首次约需两三分钟，约 1.9 GB）……"
	@$(PIP) "$$(grep '^torch==' requirements.lock)"
	@$(PIP) -r requirements.lock
	@touch $@

$(STAMPS)/project: pyproject.toml $(STAMPS)/lock
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@
