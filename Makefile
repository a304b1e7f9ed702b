# `make help` lists the targets. What they do is in python/lead_scoring/, run as `python -m lead_scoring`, and what only
# who works on the project needs in python/dev/, run as `python -m dev`.

PYTHON ?= python3
RUN := .venv/bin/python -m lead_scoring
DEV := .venv/bin/python -m dev
UV_COMPILE := UV_CUSTOM_COMPILE_COMMAND="make lock" uv pip compile --quiet --universal --python-version 3.11 --no-strip-extras --generate-hashes

# Passed through the environment, so that directories may have spaces in their names.
export INPUT SOURCES ATTRIBUTES EVENTS AS_OF IN RULEBOOK CHALLENGER COMPANIES FORECAST SCORECARD TARGET VARS FULL_REFRESH LEAD SINCE SUITES SIZES OUT OLD DESTINATION DRY_RUN EVERY ONCE PACKAGES

.DEFAULT_GOAL := help
.PHONY: help setup build map train explain advise try rulebook diff dashboard dashboard-serve sync watch metrics roles erase test nightly parity cloud lint unit mutants evaluate validate bench docs demo lists clean lock audit sbom audit-packages environment tools courier artist semantics

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-15s %s\n", $$1, $$2 }' Makefile

setup: environment ## Create .venv and install the dbt packages
	@$(RUN) packages

build: environment ## Load the input and score it; INPUT=dir or SOURCES=hubspot,segment, AS_OF=day RULEBOOK=dir CHALLENGER=dir TARGET=name VARS='{...}' FULL_REFRESH=1
	@$(RUN) build

map: environment ## Propose a mapping.yml for files that have another shape; INPUT=dir
	@$(RUN) map

test: tools ## Everything CI runs: lint, dbt unit and data tests, Python tests
	@$(DEV) check lint dbt python

nightly: tools cloud audit-packages ## The long tests: replays of 30 days, dozens of kills, the cloud warehouses (about two hours)
	@$(DEV) audit --if-reachable
	@LEAD_SCORING_NIGHTLY=1 $(DEV) check python
	@$(DEV) mutants

parity: tools ## The same tables from DuckDB, Postgres and Spark, in the long form (about an hour); says what took how long
	@LEAD_SCORING_NIGHTLY=1 $(DEV) check engines

cloud: environment ## Render the project for Snowflake, BigQuery, Databricks and Redshift, and parse what dbt sends (10 minutes)
	@$(RUN) packages
	@PYTHONPATH=python "$(PYTHON)" -m lead_scoring.environment cloud
	@.venv-cloud/bin/python -m pytest python/dev/cloud -n 2 --dist load

lint: tools ## sqlfluff, YAML schemas, ruff and mypy
	@$(DEV) check lint

unit: tools ## The dbt unit tests alone
	@$(DEV) check unit

mutants: tools ## Break a copy of the code in small ways, and see that the tests notice each (4 minutes)
	@$(DEV) mutants

audit: environment audit-packages ## Look up known faults of all locked packages (needs pypi.org)
	@$(DEV) audit

sbom: environment audit-packages ## Write the locked packages of a release as CycloneDX; OUT=file.json
	@$(DEV) sbom

audit-packages:
	@PYTHONPATH=python "$(PYTHON)" -m lead_scoring.environment audit

evaluate: environment ## List what dbt-project-evaluator finds; PACKAGES=dir with it and dbt_utils, without the package hub
	@$(DEV) evaluate

validate: tools ## Great Expectations on the raw input and on the marts; SUITES=dir
	@$(RUN) validate

bench: tools ## Measure builds beside hand-written SQL, dbt, pandas and polars; SIZES=small,middle,large OUT=dir
	@$(DEV) bench

train: environment ## Learn a rulebook from the input's own history; INPUT=dir AS_OF=day RULEBOOK=dir VARS='{...}' OUT=dir
	@$(RUN) train

explain: environment ## Say why a lead has its score, and why it changed; LEAD=lead_id SINCE=day SCORECARD=name
	@$(RUN) explain

try: environment ## What a lead scores under a rulebook, now and in 90 days; LEAD=lead_id, or ATTRIBUTES='{...}' EVENTS=file.csv, RULEBOOK=dir OUT=file.html
	@$(RUN) try

rulebook: environment ## Write the rulebook as a workbook; OUT=file.xlsx RULEBOOK=dir; the way back: IN=file.xlsx OUT=dir
	@$(RUN) rulebook

advise: environment ## Say which points would rank later leads better, and where the cut should be; OUT=file.html SCORECARD=name
	@$(RUN) advise

diff: environment ## What would change under another rulebook; RULEBOOK=dir or git:revision, OLD=the same, OUT=file.html
	@$(RUN) diff

dashboard: environment ## Write the dashboard as pages that work offline; OUT=dir LEAD=lead_id COMPANIES=0 FORECAST=0 RULEBOOK=dir SCORECARD=name TARGET=name
	@$(RUN) dashboard

dashboard-serve: artist ## Serve the dashboard live, with filters; TARGET=name
	@$(RUN) dashboard --serve

sync: courier ## Send changed scores to a CRM, or alerts to a chat; DESTINATION=hubspot|salesforce|rest|webhook|file.toml DRY_RUN=1
	@$(RUN) sync

watch: $(if $(DESTINATION),courier,environment) ## Build whenever the input has changed, and send; EVERY=15m INPUT=dir DESTINATION=name,name ONCE=1
	@$(RUN) watch

metrics: semantics ## Install MetricFlow, and list the metrics that .venv/bin/mf query answers
	@$(RUN) packages && .venv/bin/dbt --quiet parse && .venv/bin/mf list metrics

roles: environment ## Make the roles that build, read the marts and sync; TARGET=postgres
	@$(RUN) roles

erase: environment ## Remove a person, and keep input files from bringing the person back; LEAD=lead_id DRY_RUN=1
	@$(RUN) erase

docs: environment ## Build the dbt documentation of the warehouse as one HTML file
	@$(RUN) docs

demo: environment ## Generate the demo input in seeds/demo again
	@$(DEV) demo

lists: tools ## Write seeds/lists and seeds/calendar again: mail domains, crawlers, time zones and holidays, from their pinned packages
	@$(DEV) lists

clean: ## Remove all that make and dbt have made, except the warehouse
	rm -rf .venv .venv-cloud .venv-audit target logs dbt_packages .rulebook .mypy_cache .pytest_cache .ruff_cache data_docs

lock: ## Pin the Python packages again (needs uv)
	$(UV_COMPILE) requirements-dev.in -o requirements-dev.lock
	$(UV_COMPILE) requirements.in -c requirements-dev.lock -o requirements.lock
	$(UV_COMPILE) requirements-sync.in -c requirements-dev.lock -o requirements-sync.lock
	$(UV_COMPILE) requirements-dashboard.in -c requirements-dev.lock -o requirements-dashboard.lock
	$(UV_COMPILE) requirements-cloud.in -o requirements-cloud.lock
	$(UV_COMPILE) requirements-audit.in -o requirements-audit.lock
	$(UV_COMPILE) requirements-postgres.in -c requirements-dev.lock -o requirements-postgres.lock
	$(UV_COMPILE) requirements-spark.in -c requirements-dev.lock -o requirements-spark.lock
	$(UV_COMPILE) requirements-metrics.in -c requirements-dev.lock -o requirements-metrics.lock

environment tools courier artist semantics:
	@command -v "$(PYTHON)" >/dev/null || { echo 'Error: $(PYTHON) was not found; install Python 3.11 or newer, or name one: make PYTHON=/path/to/python3.11' >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo 'Error: $(PYTHON) is older than Python 3.11; install a newer one, or name one: make PYTHON=/path/to/python3.11' >&2; exit 1; }
	@PYTHONPATH=python "$(PYTHON)" -m lead_scoring.environment $@
