# Thin: each target calls one Go program or `go test`. `make` lists them.

GO      ?= go
NAME    ?= metrics-lab
CLUSTER ?= auto
# REQUIRE_KIND=1 makes it a failure of `make test` that kind cannot run.
REQUIRE_KIND ?=
# RACE=1 has `make test` look for data races. It needs a C compiler, and all packages are compiled for it once more.
RACE ?=
# How often `make soak` runs the end-to-end tests.
RUNS ?= 20

# Go shares compiled packages only among builds of the same flags, so all have the same; and what is set for
# other work stays outside. lab/build/gocommand does the same for what the lab compiles.
export GOFLAGS = -trimpath -buildvcs=false
export CGO_ENABLED = 0
export GO111MODULE = on
export GOWORK = off
unexport GOOS GOARCH

TEST    = $(if $(RACE),env CGO_ENABLED=1) $(GO) test $(if $(RACE),-race)
# A time-out is for what hangs. It leaves half a core the time to compile.
TIMEOUT = 60m
UNIT    = ./autoscaling ./adapter/... ./lab/... ./scripts/... ./workshop/... ./e2e/mutations ./e2e/recorder ./e2e/traffic

.DEFAULT_GOAL := help
.PHONY: help up down status test unit e2e e2e-embedded e2e-kind soak leaks bench bench-baseline bench-peers bench-scale bench-loop chaos fuzz mutations workshop generate verify sbom vuln bin/lab

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z0-9%-]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo "  variables: NAME=$(NAME) CLUSTER=$(CLUSTER) (auto, kind or embedded)"

up: bin/lab ## make a cluster with the adapter, and see an HPA scale (NAME=, CLUSTER=)
	@bin/lab up --name '$(NAME)' --cluster '$(CLUSTER)'

# FORCE=1 removes the lab with the adapter that somebody has installed in it. It is not taken from the environment.
FORCE =
down: bin/lab ## stop the lab and remove it (NAME=, FORCE=1)
	@bin/lab down --name '$(NAME)' $(if $(FORCE),--force)

status: bin/lab ## what runs, where its logs are, what is wrong (NAME=)
	@bin/lab status --name '$(NAME)'

test: unit e2e-embedded ## everything: unit tests, end-to-end tests on embedded, and on kind where that can be (RACE=1)
	@if bin/lab doctor; then \
	  $(MAKE) --no-print-directory e2e-kind && echo "Ran: unit tests, e2e on embedded, e2e on kind."; \
	else \
	  echo "Ran: unit tests, e2e on embedded."; echo "Did not run: e2e on kind, for the reason above."; \
	  test -z "$(REQUIRE_KIND)"; \
	fi

unit: bin/lab ## unit tests
	@$(COMPILE) -tests $(UNIT) ./e2e
	$(ALOUD) $(TEST) -timeout $(TIMEOUT) -skip '^TestWorkshop$$' $(UNIT)
	$(ALOUD) $(if $(RACE),env CGO_ENABLED=1) $(GO) -C play test $(if $(RACE),-race) -timeout $(TIMEOUT) ./...

e2e: bin/lab ## end-to-end tests, on a cluster of their own (CLUSTER=)
	$(TEST) -count=1 -timeout $(TIMEOUT) -v ./e2e -cluster=$(CLUSTER)

e2e-embedded: bin/lab
	@bin/lab programs >/dev/null
	$(call e2e,embedded)

e2e-kind: bin/lab
	$(call e2e,kind)

# `go test` keeps what the tests say until they have ended, so they are started by themselves.
define e2e
@$(COMPILE) -tests ./e2e
$(TEST) -c -o bin/e2e.test ./e2e
cd e2e && ../bin/e2e.test -test.timeout=$(TIMEOUT) -cluster=$(1)
endef

# LESSON=3 does that one only, after lesson 0, which makes the lab.
LESSON ?=
workshop: CLUSTER = embedded
workshop: ## do the lessons of the workshop and the README, and compare what they show (CLUSTER=embedded or kind, LESSON=)
	@$(COMPILE) -tests ./workshop
	$(TEST) -count=1 -timeout $(TIMEOUT) -v -run 'TestWorkshop/$(LESSON)' ./workshop -cluster=$(CLUSTER)

soak: CLUSTER = embedded
soak: ## end-to-end tests many times in a row, to find what fails now and then (RUNS=, CLUSTER=)
	@e2e/soak '$(CLUSTER)' '$(RUNS)'

leaks: CLUSTER = embedded
leaks: bin/lab ## end the end-to-end tests in every way, and see that nothing is left (CLUSTER=embedded or kind)
	@bin/lab programs >/dev/null
	$(ALOUD) $(TEST) -count=1 -timeout $(TIMEOUT) -parallel 2 ./e2e/leak -cluster=$(CLUSTER)

# ONLY=Kill tries what has that in its name.
ONLY ?=
chaos: CLUSTER = embedded
chaos: bin/lab ## break a lab in many ways while traffic runs through it, and see what fails (CLUSTER=embedded or kind, ONLY=regular expression)
	@bin/lab programs >/dev/null
	$(TEST) -count=1 -timeout 2h -v -run '$(ONLY)' ./e2e/chaos -cluster=$(CLUSTER)

mutations: ## break the adapter in many ways, and see that the end-to-end tests notice (an hour)
	$(GO) run ./e2e/mutations

# How long each fuzz target runs.
FUZZTIME ?= 30s
fuzz: ## try inputs that nobody means well on all that reads any, and say how many (FUZZTIME=, ONLY=regular expression of targets)
	@$(GO) run ./scripts/fuzz -time '$(FUZZTIME)' -run '$(ONLY)'

check-%: bin/lab ## whether you are where a lesson of the workshop ends: make check-3
	@bin/lab check --name '$(NAME)' '$*'

# How often `make bench` runs each benchmark.
COUNT ?= 6
BENCH = scripts/bench
bench: ## Go benchmarks of the adapter, beside those that are committed: on another machine, compare allocations only (COUNT=)
	@mkdir -p bin
	$(GO) test -run '^$$' -bench . -benchmem -count $(COUNT) ./adapter/... | tee bin/bench.txt
	$(GO) tool -modfile=$(BENCH)/go.mod benchstat $(BENCH)/baseline.txt bin/bench.txt

bench-baseline: bench ## commit what `make bench` has measured as what others are compared with
	cp bin/bench.txt $(BENCH)/baseline.txt

bench-peers: ## the adapter beside a ready answer and the library's test adapter, on a cluster of its own (ONLY=regular expression of rows)
	$(GO) run ./scripts/peers -only "$(ONLY)"

bench-scale: ## the HPA controller with many HPAs, with the adapter and with the library's test adapter (HPAS=100,500,1000)
	$(GO) run ./scripts/peers/scale $(if $(HPAS),-hpas "$(HPAS)")

# TILT=1 measures a `tilt up` that runs.
TILT ?=
bench-loop: bin/lab ## the inner loop of live development, ten times, on the lab that is up (TILT=1)
	$(GO) run ./scripts/benchloop $(if $(TILT),-tilt)

CONTROLLER_GEN = $(GO) tool -modfile=scripts/generate/go.mod controller-gen paths=./adapter/api/...
CRDS = manifests/base/crds
DEEPCOPY = zz_generated.deepcopy.go

generate: ## what is generated from the types of the API: definitions, deep-copy methods; the README's picture of imports
	$(CONTROLLER_GEN) object crd output:crd:dir=$(CRDS)
	$(GO) run ./scripts/imports README.md

# The adapter as its image has it: see adapter/Dockerfile.
ADAPTER = $(GO) build -tags=grpcnotrace

sbom: bin/lab ## what is compiled into the adapter and into the embedded cluster, and the licences of that, in bin/sbom
	$(ADAPTER) -ldflags='-s -w' -o bin/metrics-adapter ./adapter
	$(SBOM) -name metrics-adapter bin/sbom/adapter bin/metrics-adapter
	@find "$$(bin/lab programs)" -type f -perm -u+x -exec $(SBOM) -name metrics-lab/programs bin/sbom/programs {} +

SBOM    = $(GO) run ./scripts/sbom

# The adapter with its symbols, by which govulncheck sees which functions are in it.
vuln: ## known vulnerabilities, in the code and in the compiled adapter, from https://vuln.go.dev
	$(GOVULNCHECK) ./...
	$(ADAPTER) -o bin/metrics-adapter.vuln ./adapter
	$(GOVULNCHECK) -mode=binary bin/metrics-adapter.vuln

GOVULNCHECK = $(GO) tool -modfile=scripts/vuln/go.mod govulncheck

verify: ## format, vet, lint, tidy modules, generated files, shell scripts, manifests, vulnerabilities
	@files=$$(gofmt -l adapter autoscaling e2e lab play scripts workshop); test -z "$$files" || { echo "error: run gofmt -w on: $$files" >&2; exit 1; }
	$(GO) vet ./...
	$(GO) -C play vet ./...
	$(GO) tool -modfile=scripts/lint/go.mod golangci-lint run
	cd play && $(GO) tool -modfile=../scripts/lint/go.mod golangci-lint run --config ../.golangci.yml --disable gocritic # whose rules are read in the main module only
	$(GO) mod tidy -diff
	$(GO) -C play mod tidy -diff
	$(GO) -C scripts/controlplane mod tidy -diff
	$(GO) -C scripts/lint mod tidy -diff
	$(GO) -C scripts/generate mod tidy -diff
	$(GO) -C scripts/debug mod tidy -diff
	$(GO) -C scripts/bench mod tidy -diff
	$(GO) -C scripts/vuln mod tidy -diff
	@fresh=$$(mktemp -d) && trap 'rm -rf "$$fresh"' EXIT && \
	$(CONTROLLER_GEN) crd output:crd:dir="$$fresh/crds" object output:object:dir="$$fresh/api" && \
	diff -r "$$fresh/crds" $(CRDS) >&2 && diff "$$fresh/api/$(DEEPCOPY)" adapter/api/v1alpha1 >&2 || \
	  { echo 'error: what is generated is out of date: run make generate' >&2; exit 1; }
	@if command -v shellcheck >/dev/null; then shellcheck .ci/run .ci/cold e2e/soak; else echo "shellcheck is not installed: shell scripts were not checked"; fi
	$(GO) test ./lab/manifest ./lab/build/programs
	@if curl --silent --fail --max-time 2 --output /dev/null https://vuln.go.dev/index/db.json; then $(MAKE) --no-print-directory vuln; else \
	  echo 'govulncheck did not run: its database, https://vuln.go.dev, does not answer. On GitHub it runs on each push and each week.'; fi

# aloud says that what is silent goes on.
ALOUD   = $(GO) run ./scripts/aloud
COMPILE = $(GO) run ./scripts/compile $(if $(RACE),-race)

bin/lab:
	@command -v $(GO) >/dev/null || { echo 'error: this needs Go: install it from https://go.dev/dl' >&2; exit 1; }
	@test -e $@ || echo 'compiling what compiles the lab command' >&2
	@said=$$($(GO) list -m 2>&1) || { echo "$$said" >&2; case "$$said" in *'requires go'*|*toolchain*) \
	  echo 'error: this needs the Go that go.mod names, or a newer one, from https://go.dev/dl' >&2;; esac; exit 1; }
	@$(GO) run ./scripts/compile -o $@ ./scripts/lab
