# The one task runner. Each task installs what it needs into .venv and nothing anywhere else.
PYTHON ?= python3
DATA ?= ../shared
VENV := .venv
BIN := $(VENV)/bin
SOURCES := pyproject.toml constraints.txt hatch_build.py $(wildcard tools/gazetteer.py src/dateline/gazetteer/data/*) \
	tools/site.py $(wildcard web/*.* web/src/* web/src/*/*)
.DEFAULT_GOAL := help
.PHONY: help run serve test check format docs release train bench clean

help: ## Show this list
	@awk -F':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# Plain text says neither its day nor its outlet, so these are told them; the others of the folder carry theirs.
EXAMPLE = $(BIN)/dateline read --db examples.db
run: $(VENV)/installed ## Install Dateline, read the example reports, write brief.html
	@rm -f examples.db examples.db-wal examples.db-shm
	@$(EXAMPLE) examples/reports/san-salvador-1989.txt --date 1989-11-17 --outlet "Example Wire"
	@$(EXAMPLE) examples/reports/goma-1994.txt --date 1994-07-19 --outlet "Example Relief"
	@$(EXAMPLE) examples/reports/sarajevo-1995.txt --date 1995-08-29 --outlet "Example Wire"
	@$(EXAMPLE) examples/reports/sri-lanka-2009.txt --date 2009-05-20 --outlet "Example Review"
	@$(EXAMPLE) examples/reports/colombia-2016.txt --date 2016-08-29 --outlet "Example Network of Women for Peace"
	@$(EXAMPLE) examples/reports || [ $$? -eq 1 ]
	@$(BIN)/dateline brief --db examples.db -o brief.html

serve: run ## The desk over the example reports, in the browser
	@$(BIN)/dateline serve --db examples.db

test: $(VENV)/installed-dev ## Run the tests
	$(BIN)/python -m pytest -q

check: $(VENV)/installed-dev ## Style, types, import contract and tests: what a change must pass
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/pyright
	$(BIN)/python tools/site.py --check
	$(BIN)/python -m pytest -q

format: $(VENV)/installed-dev ## Put the code in its form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: $(VENV)/installed-dev ## Build the documentation site into build/docs; what is dead or unnamed fails
	$(BIN)/python -m mkdocs build --strict

release: $(VENV)/installed-dev ## The check-list of a release: build, look, install, audit; into build/release
	$(BIN)/python -m tools.release_check

# All tasks but assertions first; then all. Twice, two runs part late and are averaged; the last mean takes in the way there (training/LOG.md says why).
TRAIN = $(BIN)/python -m training.train --data runs/prepared
WORDS = '{"attribution": 0.42, "syntax": 0.22, "entity": 0.14, "factuality": 0.04, "mask": 0.18}'
MIXED = '{"assertions": 0.68, "attribution": 0.14, "syntax": 0.09, "entity": 0.06, "factuality": 0.03}'
LAST = '{"assertions": 0.78, "attribution": 0.1, "syntax": 0.06, "entity": 0.04, "factuality": 0.02}'
PARTED = --processes 1 --rate 1e-4 --hide 0.1 --shares $(LAST)
MEAN = $(BIN)/python -m training.average
train: $(VENV)/installed-dev ## Make the model anew from DATA (a night: eight hours on two quiet cores)
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[train]'
	$(BIN)/python -m training.prepare --data $(DATA) --out runs/prepared
	$(TRAIN) --out runs/words --minutes 90 --shares $(WORDS)
	$(TRAIN) --init runs/words/model.pt --out runs/mixed --minutes 88 --until 54 --hide 0.12 --shares $(MIXED)
	$(TRAIN) --init runs/mixed/model.pt --out runs/part-1 --minutes 26 --seed 2 $(PARTED) & \
	$(TRAIN) --init runs/mixed/model.pt --out runs/part-2 --minutes 26 --seed 3 $(PARTED) & wait
	$(MEAN) runs/part-1/model.pt runs/part-2/model.pt --out runs/mean-1
	$(TRAIN) --init runs/mean-1/model.pt --out runs/long --minutes 200 --until 170 --seed 51 --hide 0.12 --shares $(MIXED)
	$(TRAIN) --init runs/long/model.pt --out runs/part-3 --minutes 32 --seed 81 $(PARTED) & \
	$(TRAIN) --init runs/long/model.pt --out runs/part-4 --minutes 32 --seed 82 $(PARTED) & wait
	$(MEAN) runs/part-3/model.pt runs/part-4/model.pt --out runs/mean-2
	$(MEAN) runs/mean-1/model.pt runs/long/model.pt runs/mean-2/model.pt --out runs/mean
	$(BIN)/python -m training.export --weights runs/mean/model.pt --data runs/prepared --out src/dateline/model
	$(BIN)/python -m training.tune --data $(DATA) --write
	$(BIN)/python -m training.antecedents --data $(DATA)
	$(BIN)/python -m training.fillers --data $(DATA) --seed 2
	$(BIN)/python -m training.classes --data $(DATA)
	$(BIN)/python -m training.coreference --data $(DATA)

bench: $(VENV)/installed-dev ## Run the benchmarks on DATA; one of them with NAME=times
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[bench]'
	DATELINE_SHARED=$(DATA) $(BIN)/python -m benchmarks $(NAME)

clean: ## Remove what was built and installed here
	rm -rf $(VENV) build dist runs web/node_modules src/dateline/site examples.db examples.db-wal examples.db-shm brief.html

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Dateline needs Python 3.11 or later: install it, or name it, as in make run PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
	  echo "Python cannot make a virtual environment here. On Debian or Ubuntu: apt-get install python3-venv" >&2; exit 1; }

$(VENV)/pip: $(BIN)/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
	@touch $@

$(VENV)/installed: $(VENV)/pip $(SOURCES)
	@echo "Installing Dateline into $(VENV) ..." >&2
	@$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[desk]'
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed
	@echo "Installing what the tests need into $(VENV) ..." >&2
	@$(BIN)/python -m pip install --quiet --constraint constraints.txt --group dev
	@touch $@
