# Miteinander. "make help" lists the targets; everything here is thin, the work is done by go, npm and the programs themselves.
# Needed: Go, Node with npm, a C compiler (for the race detector of the tests). What else the tests need, tools/ finds or installs.

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

GO  ?= go
NPM ?= npm --no-fund --no-audit --no-update-notifier
VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo unversioned)
GOLANGCI := github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0

MODULES  := frontend/node_modules/.installed
PAGES    := frontend/dist/index.html
SOURCES  := $(shell find frontend -path frontend/node_modules -prune -o -path frontend/dist -prune -o -path frontend/e2e -prune -o -type f -print 2>/dev/null) \
            $(wildcard graph/words/*/*.json)
BINARIES := bin/miteinander bin/miteinander-draw

export MITEINANDER_DRAW := $(CURDIR)/bin/miteinander-draw

.PHONY: help
help: ## list the targets
	@sed -n 's/^\([a-z0-9-]*\):.*## \(.*\)/\1\t\2/p' $(MAKEFILE_LIST) | awk -F '\t' '{ printf "  %-14s %s\n", $$1, $$2 }'

.PHONY: run
run: build ## build what has changed and open the invented example town; STORE=neo4j: on a Neo4j whose data stay in .neo4j/demo
ifeq ($(STORE),neo4j)
	@tools/java.sh
	@$(GO) build -o bin/ ./tools/run-neo4j
	@exec bin/run-neo4j .neo4j/demo bin/miteinander serve --add-demo
else
	@exec bin/miteinander serve --demo
endif

.PHONY: build
build: $(PAGES) binaries ## the browser pages and both programs, into bin/

.PHONY: binaries
binaries: # go itself knows what is unchanged; plain flags, so that "go build" and "go test" share its work (a release: Dockerfile)
	@$(GO) build -ldflags '-X main.version=$(VERSION)' -o bin/ ./cmd/miteinander ./cmd/miteinander-draw

$(MODULES): frontend/package.json frontend/package-lock.json
	cd frontend && PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 $(NPM) ci --ignore-scripts
	@touch $@

$(PAGES): $(MODULES) $(SOURCES)
	cd frontend && $(NPM) run --silent build
	@touch $@

.PHONY: test
test: lint check-generated test-go test-frontend e2e ## everything: lint, generated files, Go with -race, real Neo4j, browser

.PHONY: test-go
test-go: build # -v, so that every test that ran is named; a real Neo4j starts by itself
	@tools/java.sh
	@export LIBREOFFICE; LIBREOFFICE=$$(tools/libreoffice.sh) || echo "NOT TESTED: Word and PowerPoint files in LibreOffice" >&2; \
	CGO_ENABLED=1 $(GO) test -race -count=1 -v -timeout 60m ./...

.PHONY: test-fast
test-fast: ## Go tests without Neo4j, browser and race detector
	$(GO) test -short ./...

.PHONY: test-frontend
test-frontend: $(MODULES) ## type check and unit tests of the pages
	cd frontend && $(NPM) run --silent check
	cd frontend && $(NPM) run --silent test

.PHONY: e2e
e2e: build ## the true program in a true browser
	@chromium=$$(tools/chromium.sh); cd frontend; \
	CHROMIUM=$$chromium MITEINANDER=$(CURDIR)/bin/miteinander $(NPM) run --silent e2e

.PHONY: screenshots
screenshots: build ## the pictures of README and handbook, made by the program
	@mkdir -p docs/images
	bin/miteinander diagram side-by-side cmd/miteinander/demo -o docs/images/kartenpaar.png
	@chromium=$$(tools/chromium.sh); cd frontend; \
	CHROMIUM=$$chromium MITEINANDER=$(CURDIR)/bin/miteinander $(NPM) run --silent screenshots

.PHONY: lint
lint: ## golangci-lint at its pinned version
	$(GO) run $(GOLANGCI) run ./...

.PHONY: generate
generate: $(MODULES) ## OpenAPI from the handlers, TypeScript types from OpenAPI
	$(GO) run ./cmd/miteinander openapi > frontend/src/api/openapi.json
	cd frontend && $(NPM) run --silent types

# Regenerates beside the tree, so that a changed but right file passes before it is committed.
.PHONY: check-generated
check-generated: $(MODULES) ## fails when a generated file is not what the sources give
	@tmp=$$(mktemp -d); trap 'rm -rf "$$tmp"' EXIT; \
	$(GO) run ./cmd/miteinander openapi > "$$tmp/openapi.json"; \
	(cd frontend && $(NPM) exec --silent -- openapi-typescript "$$tmp/openapi.json" -o "$$tmp/schema.d.ts" >&2); \
	for file in openapi.json schema.d.ts; do \
		diff -u "frontend/src/api/$$file" "$$tmp/$$file" || { echo "frontend/src/api/$$file is stale: run make generate and commit it" >&2; exit 1; }; \
	done; \
	echo "generated files are what the sources give"

.PHONY: golden
golden: binaries ## rewrite the golden files; read the diff before you commit it
	$(GO) test $$(grep -rl --include='*_test.go' '"update"' . | grep -v node_modules | xargs -r -n1 dirname | sort -u) -update
	git diff --stat

.PHONY: bench
bench: ## benchmarks of load, measures, findings and pictures
	$(GO) test -run '^$$' -bench . -benchmem ./graph/...

.PHONY: bench-peers
bench-peers: ## shortest paths beside igraph, NetworKit, rustworkx, NetworkX and gonum, by pip in a throw-away environment
	tools/bench-peers/run.sh

.PHONY: bench-service
bench-service: build ## the running program: start, memory, 50 readers and 10 editors at once
	$(GO) run ./tools/bench-service -program bin/miteinander

.PHONY: bench-explorer
bench-explorer: build ## the map in the browser beside sigma: first picture, frames while moving, 2,000 nodes; sigma in a throw-away folder
	tools/bench-explorer/run.sh

.PHONY: faults
faults: ## connections to Neo4j cut 1,000 times at each moment, its server killed 100 times, imports of 100,000 rows killed (hours)
	MITEINANDER_FAULTS=1000 $(GO) test -count=1 -v -timeout 180m -run 'TestFaults|TestRestart' ./graph/neo4jstore

.PHONY: races
races: ## 10,000 races of writers, one winner each, and 10,000 random operations on both stores, the same answers
	MITEINANDER_RACES=10000 CGO_ENABLED=1 $(GO) test -race -count=1 -v -timeout 120m -run '^(TestContract|TestDifferential|TestRaces_FindPlainCompare)$$/exactly_one_wins' ./graph/sqlitestore ./graph/neo4jstore

.PHONY: clean
clean: ## remove what was built (not the Neo4j jars)
	rm -rf bin frontend/node_modules
	find frontend/dist -mindepth 1 ! -name .keep -delete
