# What each target does: `make help`. The work itself is in tools/commands/.
SHELL := /bin/sh
.DEFAULT_GOAL := help
export PATH := $(CURDIR)/node_modules/.bin:$(PATH)

# npm ci has run with this lock file.
installed := node_modules/.installed
run := node --require ./infra/typescript/register.js

.PHONY: up test down dev setup images status check lint format bench generate review consume snapshot env help

up: $(installed) ## start everything on Kubernetes and prove it: toolchain, node, images, pulumi up
	@$(run) tools/commands/up.ts

test: $(installed) ## run every test, end-to-end ones on the cluster included
	@$(run) tools/commands/test.ts

down: $(installed) ## stop and remove all that `make up` made; caches stay
	@$(run) tools/commands/down.ts

dev: $(installed) ## nats-server, Redis and the service as local processes
	@$(run) tools/commands/dev/index.ts

setup: $(installed) ## get and install what `make dev` and the fast tests run, and nothing else
	@npm run --silent setup

images: $(installed) ## build the images and push them to REGISTRY (or the local registry)
	@$(run) tools/commands/images.ts

status: $(installed) ## what runs and what does not
	@$(run) tools/commands/status.ts

check: $(installed) setup lint ## types, lint and the fast tests
	@npm run --silent types
	@npm run --silent test

lint: $(installed) ## lint and format check
	@npm run --silent lint

format: $(installed) ## format and fix what can be fixed
	@npm run --silent format

bench: $(installed) ## measure how fast and how big, the service too; results also in bench-*.json
	@$(run) tools/commands/bench/stack.ts
	@npm run --silent bench

generate: $(installed) ## write the files that follow from the contract
	@npm run --silent generate

# Findings are no failure of `make`; `npm run review` ends with their status (3 and 4), for those who gate on it.
review: $(installed) ## what the contract's changes do; BASE=revision (default origin/main) or LIVE=1 (running servers)
	@npm run --silent review -- $(if $(BASE),--base $(BASE)) $(if $(LIVE),--live) || [ $$? -gt 2 ]

# The shell's own USER is whoever is logged in.
consume: $(installed) ## print the events of USER=billing (or another consumer) on the stack, or with DEV=1 on `make dev`
	@DEV="$(DEV)" $(run) tools/commands/consume/index.ts "$(if $(filter command,$(origin USER)),$(USER))"

snapshot: $(installed) ## copy every stream, or STREAM=auth-events, each into a new folder in TO (default snapshots)
	@STREAM="$(STREAM)" TO="$(TO)" $(run) tools/commands/snapshot.ts

env: $(installed) ## print shell settings for kubectl and pulumi: eval "$$(make -s env)"
	@$(run) tools/commands/env.ts

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | sed 's/[$$][$$]/$$/g' | expand -t 18
	@echo '  CLUSTER=current [REGISTRY=host[/path]]  use the current kube context instead of a node; kind, k3d, minikube and'
	@echo '                                          Docker Desktop need no registry'
	@echo "  RELEASES=https://mirror               ask a mirror for the toolchain's release files; none: build it all"

$(installed): package.json service/package.json package-lock.json
	@command -v npm >/dev/null || { echo 'error: npm is missing; install Node.js 22.19 or later with npm' >&2; exit 1; }
	@npm ci --no-progress >npm-ci.log 2>&1 || { tail -n 5 npm-ci.log >&2; echo 'error: npm ci failed; full output: npm-ci.log' >&2; exit 1; }
	@touch $@
