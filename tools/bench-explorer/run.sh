#!/usr/bin/env bash
# Measures the explorer page beside sigma under the same Chromium; sigma and graphology go into a throw-away folder beside this file.
# Usage: tools/bench-explorer/run.sh [--runs N] [--shots folder]
set -euo pipefail
cd "$(dirname "$0")"
[ -e node_modules/sigma ] || npm --no-fund --no-audit --no-update-notifier ci --ignore-scripts >&2
CHROMIUM=$(../chromium.sh) exec node bench.mjs "$@"
