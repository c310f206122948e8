# make serve  open the workbench in the browser; DESK=FOLDER: where its files lie
# make demo   weigh the built-in case and say where the brief is
# make test   everything that CI checks
# make docs   run the examples and notebooks, build the docs site in build/site, check it; DATA=DIR: more briefs
# Each does its own set-up in .venv; nothing but python3 (3.11 or newer) and make is needed.

PYTHON ?= python3
BIN := .venv/bin
OUT ?= brief-balkans-2019
DESK ?= desk

.PHONY: serve demo test check docs dist sbom resolve lock clean

serve: .venv/.run
	@mkdir -p "$(DESK)"
	$(BIN)/steelyard serve "$(DESK)"

demo: .venv/.run
	$(BIN)/steelyard weigh balkans-2019 --out $(OUT)

test: check
	$(BIN)/python -m pytest

check: .venv/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

docs: .venv/.dev
	$(BIN)/python -m documentation $(if $(DATA),--data $(DATA))

# Wheel and sdist in dist/.
dist: .venv/.dev
	rm -rf dist
	$(BIN)/uv build -q --no-build-isolation --python $(BIN)/python --out-dir dist .

# Whether each dependency has a wheel on every Python and system, without the lock, at both ends of what is allowed.
resolve: .venv/.dev
	@for python in 3.11 3.12 3.13 3.14; do for system in linux macos windows; do \
		for resolution in highest lowest-direct; do \
			found=$$($(BIN)/uv pip compile -q --only-binary :all: --python-version $$python \
				--python-platform $$system --resolution $$resolution pyproject.toml) || exit 1; \
			echo "$$python $$system $$resolution: $$(echo "$$found" | grep -c ==) packages, a wheel for each"; \
	done; done; done

# What the locked environment holds, with licences and dependencies, as CycloneDX in dist/sbom.cdx.json.
sbom: .venv/.dev
	rm -rf build/sbom
	mkdir -p dist
	$(PYTHON) -m venv build/sbom
	build/sbom/bin/python -m pip install -q --require-hashes -r requirements.lock
	build/sbom/bin/python -m pip install -q --no-deps --no-build-isolation .
	$(BIN)/uv tool run -q --from cyclonedx-bom==7.5.0 cyclonedx-py environment --pyproject pyproject.toml \
		--output-reproducible --of JSON -o dist/sbom.cdx.json build/sbom/bin/python

# Versions and hashes of everything that is installed; run after changing pyproject.toml.
lock: .venv/.dev
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-annotate --no-emit-index-url \
		--no-emit-find-links --custom-compile-command "make lock" \
		--python-version 3.11 pyproject.toml --group build -o requirements.lock
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-annotate --no-emit-index-url \
		--no-emit-find-links --custom-compile-command "make lock" \
		--python-version 3.11 pyproject.toml --group build --group dev \
		-c requirements.lock -o requirements-dev.lock

clean:
	rm -rf .venv build dist $(OUT)

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Steelyard needs Python 3.11 or newer; found $$($(PYTHON) --version). Set PYTHON=..." >&2; exit 1; }
	$(PYTHON) -m venv .venv

.venv/.run: .venv/bin/python requirements.lock pyproject.toml
	$(BIN)/python -m pip install -q --require-hashes -r requirements.lock
	$(BIN)/python -m pip install -q --no-deps --no-build-isolation -e .
	@touch $@

.venv/.dev: .venv/bin/python requirements-dev.lock pyproject.toml
	$(BIN)/python -m pip install -q --require-hashes -r requirements-dev.lock
	$(BIN)/python -m pip install -q --no-deps --no-build-isolation -e .
	@touch $@ .venv/.run
