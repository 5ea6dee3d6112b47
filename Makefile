# `make run` does everything on a fresh machine that has Python 3.11 or newer. Nothing is installed again unless
# pyproject.toml or constraints.txt changed. Another Python: make PYTHON=/path/to/python3.12 run
PYTHON ?=
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
EXTRAS := plans
Q ?= who leads KR0032?

# Tests start hundreds of processes: what one of them compiled is there for all.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help run ask test suite check readings mutants playground judge judge-live faults thorough bench fmt clean
.DEFAULT_GOAL := run

help:
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1\t\2/p' $(MAKEFILE_LIST) | expand -t 12

run: $(VENV)/.installed ## set up, read corpus/, start in Slack or in the terminal
	@$(BIN)/python -m bot run

# The question goes through the environment as it was typed, so that no quote or dollar sign in it is read again.
ask: export QUESTION := $(value Q)
unexport Q
ask: $(VENV)/.installed ## answer one question: make ask Q="who leads KR0032?"
	@$(BIN)/python -m bot prepare
	@$(BIN)/python -m bot ask -- "$$QUESTION"

# Those on a local Slack server are among them where npm can fetch it; REQUIRE_LOCAL_SLACK=1 wants them in any case.
test: check suite ## every check and test

suite: $(VENV)/.tested
	@[ -n "$$LOCAL_SLACK" ] || .ci/local-slack || [ -z "$$REQUIRE_LOCAL_SLACK" ]
	$(BIN)/python -m pytest -n auto --dist worksteal

check: $(VENV)/.tested ## the checks alone: ruff, mypy
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# What every question of the banks is read as, recorded anew: look at the diff before you commit it.
readings: $(VENV)/.tested ## record anew how the questions of the banks are read
	@$(BIN)/python -m tests.asking.readings --write

# Fifty deliberate faults in a room, each in a copy of the tree: which of them do the tests not notice?
# make mutants ROOM=reading
mutants: $(VENV)/.tested ## do the tests notice deliberate faults?
	@$(BIN)/python -m tests.mutants --room $(or $(ROOM),asking)

# An independent Slack server on this machine, to try the bot without a workspace.
playground: $(VENV)/.tested ## a local Slack in the browser with the bot in it (needs npm)
	@.ci/local-slack
	@$(BIN)/python -m tests.slack.playground

# Would Slack take what the bot sends? Types, models and a schema that others publish say; needs npm.
judge: $(VENV)/.tested ## would Slack take what the bot sends? (needs npm)
	@$(BIN)/python -m tests.slack.judge

# Slack's own blocks.validate says it of what `make judge` kept. By hand: it takes a while, and goes to Slack.
judge-live: $(VENV)/.tested ## ask Slack itself
	@$(BIN)/python -m tests.slack.judge live

# Kills, outages and restarts for many minutes, with a PostgreSQL of their own; needs its programs.
faults: $(VENV)/.tested ## is anything lost or doubled under kills, outages and restarts?
	$(BIN)/python -m pytest -m faults -v tests/faults

thorough: $(VENV)/.tested ## every test, and of what takes long all of it
	THOROUGH=1 $(BIN)/python -m pytest -n auto --dist worksteal

bench: $(VENV)/.tested ## measure
	@$(BIN)/python -m bench

fmt: $(VENV)/.tested ## format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean: ## back to a fresh checkout
	rm -rf $(VENV) build *.egg-info commitments.db commitments.db-* .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Every `|| { …; }` turns a failure that a newcomer may meet into a sentence.
$(VENV)/.installed: pyproject.toml constraints.txt
	@set -e; \
	python="$(PYTHON)"; \
	for each in python3 python3.14 python3.13 python3.12 python3.11 python; do \
		if [ -z "$$python" ] && "$$each" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; \
		then python="$$each"; fi; \
	done; \
	"$${python:-python3}" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
		{ echo "Commitment Bot needs Python 3.11 or newer. If it is installed elsewhere: make PYTHON=/path/to/python3.11" >&2; exit 2; }; \
	"$$python" -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo "$$python lacks the venv module. On Debian and Ubuntu: apt install python3-venv; then run make again." >&2; exit 2; }; \
	$(BIN)/python -m pip --version >/dev/null 2>&1 || "$$python" -m venv --clear $(VENV) || \
		{ echo "No environment could be made in $(VENV): see the lines above." >&2; exit 2; }; \
	echo "Installing into $(VENV), once …" >&2; \
	$(PIP) install -c constraints.txt -e '.[$(EXTRAS)]' >&2 || \
		{ echo "The packages could not be installed: see the lines above, and check whether PyPI can be reached." >&2; exit 2; }
	@echo '$(EXTRAS)' > $@

# Where nothing is installed yet, all is at once.
$(VENV)/.tested: EXTRAS := plans,test
$(VENV)/.tested: $(VENV)/.installed
	@grep -q test $< || { echo "Installing what the tests need, once …" >&2; \
		$(PIP) install -c constraints.txt -e '.[$(EXTRAS)]' >&2; }
	@touch $@
