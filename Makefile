# Arguments go through ARGS: make run ARGS="--residents 1000", make test ARGS="-k schemas"
PYTHON ?= $(shell command -v python3 || command -v python || echo python3)
BOOTSTRAP = @"$(PYTHON)" tools/bootstrap.py
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help run test test-kafka test-browser lint types bench lock

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: ## start Nayose (the first time also makes .venv)
	$(BOOTSTRAP) run $(ARGS)

test: ## run the tests; the slow ones with ARGS="-m slow"
	$(BOOTSTRAP) test $(ARGS)

test-kafka: ## run the tests that need a broker, or Docker
	$(BOOTSTRAP) test-kafka $(ARGS)

test-browser: ## run the tests that drive a browser
	$(BOOTSTRAP) test-browser $(ARGS)

lint: ## check the code with ruff
	$(BOOTSTRAP) ruff check . $(ARGS)

types: ## check the types with mypy
	$(BOOTSTRAP) mypy $(ARGS)

bench: ## compare Nayose with bytewax and duckdb
	$(BOOTSTRAP) bench $(ARGS)

lock: ## write the requirements*.lock files anew; newest versions with ARGS=--upgrade
	@"$(PYTHON)" tools/lock.py $(ARGS)
