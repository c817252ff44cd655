# Set-up runs by itself before each target, and again only when what it depends on has changed.

PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
RUN_SETUP := .venv/.run-setup
DEV_SETUP := .venv/.dev-setup
NODE_SETUP := node_modules/.setup
# Each process of the tests starts its own local AWS and loads its own models.
PROCESSES ?= 2
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.DEFAULT_GOAL := help
.PHONY: help setup demo test lint format synth images pins bench clean check-python check-node

help:  ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(DEV_SETUP) $(NODE_SETUP)  ## Install everything into .venv and node_modules

demo: $(RUN_SETUP) $(NODE_SETUP)  ## Deploy to an AWS on this machine and ask a real model
	@$(BIN)/lockgate demo

test: lint  ## Lint, types, configuration and all tests
	$(BIN)/lockgate check
	$(BIN)/pytest --numprocesses $(PROCESSES) --dist loadfile

lint: setup  ## Style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/hadolint containers/*/Dockerfile
	$(BIN)/mypy

format: setup  ## Put the code into its standard form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# No box of jsii's about Node.js 20, which is supported here; it reads a list of major versions.
synth test bench: export JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION = 20
synth: $(RUN_SETUP) $(NODE_SETUP)  ## Synthesise the templates of all environments, offline
	node_modules/.bin/cdk synth --quiet --no-notices '**'

images: $(RUN_SETUP)  ## Build the images that run on a CPU, with docker or buildah
	@$(BIN)/python -m infra.images

pins: $(RUN_SETUP)  ## Resolve anew what the packages of the containers need in turn
	@$(BIN)/python -m infra.images.pins

bench: setup  ## Speed, as ratios against a peer or a floor in the same run
	$(BIN)/python -m benchmarks.llamacpp
	$(BIN)/python -m benchmarks.onnx
	$(BIN)/python -m benchmarks.toolkit
	$(BIN)/python -m benchmarks.huggingface
	$(BIN)/python -m benchmarks.synth
	$(BIN)/python -m benchmarks.local_deploy
	$(BIN)/python -m benchmarks.metrics

clean:  ## Remove what was installed and built here (downloads stay in the cache)
	@if [ -x $(BIN)/lockgate ]; then $(BIN)/lockgate local down || true; fi
	rm -rf .venv node_modules cdk.out .lockgate build ./*.egg-info
	rm -rf .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(RUN_SETUP): requirements.txt pyproject.toml | check-python check-node
	@echo "Installing Python packages into .venv"
	@$(PYTHON) -m venv .venv
	@$(PIP) --requirement requirements.txt --editable .
	@touch $@

$(DEV_SETUP): requirements-dev.txt $(wildcard containers/*/requirements.txt containers/*/constraints.txt) $(RUN_SETUP)
	@echo "Installing development tools into .venv"
	@$(PIP) --requirement requirements-dev.txt
	@touch $@

$(NODE_SETUP): package.json package-lock.json | check-python check-node
	@echo "Installing the CDK CLI into node_modules"
	@npm ci --no-audit --no-fund --loglevel=error
	@touch $@

check-python:
	@[ -n "$(PYTHON)" ] || { echo "error: no Python 3.11 or newer on the PATH;" \
		"install it, or name one: make PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "error: $(PYTHON) is older than 3.11; name another: make PYTHON=/path/to/python3"; exit 1; }

check-node:
	@command -v node >/dev/null || { \
		echo "error: Node.js is not installed; install 20 or newer from https://nodejs.org"; exit 1; }
	@node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' || { \
		echo "error: Node.js $$(node --version) is too old; install 20 or newer from https://nodejs.org"; exit 1; }
	@command -v npm >/dev/null || { \
		echo "error: npm is not installed; it comes with Node.js from https://nodejs.org"; exit 1; }
