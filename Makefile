# Thin: each target calls one Go program or `go test`. `make` lists them.

GO      ?= go
NAME    ?= metrics-lab
CLUSTER ?= embedded

.DEFAULT_GOAL := help
.PHONY: help up down status test unit e2e bench verify bin/lab

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z0-9]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo "  variables: NAME=$(NAME) CLUSTER=$(CLUSTER)"

up: bin/lab ## make a cluster with the adapter, and see an HPA scale (NAME=, CLUSTER=)
	@bin/lab up --name '$(NAME)' --cluster '$(CLUSTER)'

down: bin/lab ## stop the lab and remove it (NAME=)
	@bin/lab down --name '$(NAME)'

status: bin/lab ## what runs, where its logs are, what is wrong (NAME=)
	@bin/lab status --name '$(NAME)'

test: unit e2e ## everything: unit tests and end-to-end tests

unit: bin/lab ## unit tests, with the race detector
	$(GO) test -race ./adapter/... ./scripts/...

e2e: bin/lab ## end-to-end tests, on a cluster of their own
	@bin/lab programs
	$(GO) test -race -count=1 -v -timeout 20m ./e2e

bench: ## benchmarks
	$(GO) test -run '^$$' -bench . -benchmem ./adapter/...

verify: ## format, vet, lint, tidy modules, shell scripts, manifests
	@files=$$(gofmt -l adapter e2e scripts); test -z "$$files" || { echo "error: run gofmt -w on: $$files" >&2; exit 1; }
	$(GO) vet ./...
	$(GO) tool -modfile=scripts/lint/go.mod golangci-lint run
	$(GO) mod tidy -diff
	$(GO) -C scripts/controlplane mod tidy -diff
	$(GO) -C scripts/lint mod tidy -diff
	@if command -v shellcheck >/dev/null; then shellcheck .ci/run; else echo "shellcheck is not installed: shell scripts were not checked"; fi
	$(GO) test ./scripts/lab/manifest

bin/lab:
	@$(GO) list -m >/dev/null || { echo 'error: this needs the Go that go.mod names, or a newer one, from https://go.dev/dl' >&2; exit 1; }
	@$(GO) build -o $@ ./scripts/lab
