#!/usr/bin/env bash
# Times our shortest paths beside igraph, NetworKit, rustworkx and NetworkX on the same files, in one run.
# The libraries go by pip into a throw-away environment, which is deleted at the end.
# Usage: tools/bench-peers/run.sh [--runs N] [edge list …]; without files ca-GrQc and random networks.
set -eu
cd "$(dirname "$0")/../.."
runs=3
if [ "${1:-}" = --runs ]; then runs=$2; shift 2; fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if [ $# -eq 0 ]; then
	shared=${MITEINANDER_SHARED:-../shared}
	go run ./tools/bench-peers -write "$work"
	cp "$shared/data/graphs/ca-GrQc.txt" "$work/"
	set -- "$work"/*.txt
fi
echo "network	measure	library	clock	cores"
go run ./tools/bench-peers -runs "$runs" "$@"
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q igraph==1.0.0 networkit==11.2.2 networkx==3.6.1 rustworkx==0.18.1
"$work/venv/bin/python" tools/bench-peers/bench.py --runs "$runs" "$@"
