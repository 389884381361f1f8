# To kommandoer: `make run` åbner appen på opdigtede data, `make test` kører alt, der skal være grønt.
PYTHON ?= python3
SAMPLE = sample_home
SAMPLE_TODAY = 2026-01-15
PORT ?= 8501
# A busy machine may make a browser wait too long: what failed is tried once more, alone, and must then be green.
AGAIN = .venv/bin/python -m pytest --last-failed --last-failed-no-failures none

.PHONY: run sample test check-system golden docs screenshots clean

run: sample
	BUNDLINJE_HOME=$(SAMPLE) BUNDLINJE_TODAY=$(SAMPLE_TODAY) .venv/bin/python -m streamlit run app/server.py --server.port $(PORT)

# The sample data has a home of its own; generating, loading and building again changes nothing that is already there.
sample: .venv/app.ready
	.venv/bin/python -m sample_data.generate $(SAMPLE)/csv
	BUNDLINJE_HOME=$(SAMPLE) BUNDLINJE_TODAY=$(SAMPLE_TODAY) .venv/bin/python -m pipelines load $(SAMPLE)/csv --source "Opdigtede eksempeldata"
	BUNDLINJE_HOME=$(SAMPLE) BUNDLINJE_TODAY=$(SAMPLE_TODAY) .venv/bin/python -m pipelines users sample_data/users.yaml
	BUNDLINJE_HOME=$(SAMPLE) BUNDLINJE_TODAY=$(SAMPLE_TODAY) .venv/bin/python -m pipelines goals sample_data/goals.yaml
	BUNDLINJE_HOME=$(SAMPLE) BUNDLINJE_TODAY=$(SAMPLE_TODAY) .venv/bin/python -m sample_data.assessments
	cp sample_data/settings.yaml $(SAMPLE)/
	BUNDLINJE_HOME=$(SAMPLE) BUNDLINJE_TODAY=$(SAMPLE_TODAY) .venv/bin/python -m pipelines build
	BUNDLINJE_HOME=$(SAMPLE) BUNDLINJE_TODAY=$(SAMPLE_TODAY) .venv/bin/python -m sample_data.case_months

# Everything on SQLite; then what uses a store (the mark `store`) on PostgreSQL. Tests of the fixture store_url have both
# in the first run, and a test without a store is the same test on both: tests/rules/test_stores.py sees to it.
# Three at a time on two cores: while one waits for its browser, the others work. On PostgreSQL nearly none has a browser.
test: .venv/dev.ready check-system
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/python -m pytest -n 3 --dist worksteal || $(AGAIN)
	.venv/bin/python -m pytest -n 2 --dist worksteal --store postgresql || $(AGAIN) --store postgresql

check-system:
	@tests/install_system_packages.sh

golden: .venv/dev.ready
	.venv/bin/python -m tests.golden.write_golden

screenshots: .venv/dev.ready sample
	.venv/bin/python -m tests.app.screenshots docs/screenshots

.venv/app.ready: requirements.txt
	test -x .venv/bin/python || $(PYTHON) -m venv .venv
	.venv/bin/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

.venv/dev.ready: requirements.txt requirements-dev.txt
	test -x .venv/bin/python || $(PYTHON) -m venv .venv
	.venv/bin/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

clean:
	rm -rf .venv $(SAMPLE) .pytest_cache .mypy_cache .ruff_cache .hypothesis
