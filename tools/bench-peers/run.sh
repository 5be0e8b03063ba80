#!/usr/bin/env bash
# Times our shortest paths beside igraph, NetworKit, rustworkx, NetworkX and gonum on the same files, in one run: round after round, and in
# each the libraries in turn on each file, so that what else the machine does meets all of them. Lines go to stderr, the table to stdout.
# The libraries go by pip into a throw-away environment, which is deleted at the end; PYTHON names another one that has them.
# Usage: tools/bench-peers/run.sh [--runs N] [--sizes 1000,…] [edge list …]; without files ca-GrQc and random networks of these sizes.
set -euo pipefail
cd "$(dirname "$0")/../.."
runs=3
sizes=1000,2000,10000
while [ "${1:-}" = --runs ] || [ "${1:-}" = --sizes ]; do
	if [ "$1" = --runs ]; then runs=$2; else sizes=$2; fi
	shift 2
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
go build -o "$work/ours" ./tools/bench-peers
if [ $# -eq 0 ]; then
	shared=${MITEINANDER_SHARED:-../shared}
	"$work/ours" -write "$work" -sizes "$sizes"
	cp "$shared/data/graphs/ca-GrQc.txt" "$work/"
	set -- "$work"/*.txt
fi
python=${PYTHON:-}
if [ -z "$python" ]; then
	python3 -m venv "$work/venv"
	"$work/venv/bin/pip" install -q igraph==1.0.0 networkit==11.2.2 networkx==3.6.1 rustworkx==0.18.1
	python=$work/venv/bin/python
fi
for round in $(seq "$runs"); do
	slow=$([ "$round" = 1 ] && echo 2000 || echo 0) # gonum and NetworkX once: they take half a minute
	for file in "$@"; do
		"$work/ours" -runs 1 -gonum-up-to "$slow" "$file"
		"$python" tools/bench-peers/bench.py --runs 1 --networkx-up-to "$slow" "$file"
	done
done | tee /dev/stderr >"$work/lines"
echo
uptime
"$work/ours" -table <"$work/lines"
