"""Times shortest-path measures of igraph, NetworKit, rustworkx and NetworkX on the edge lists given.

One line per measure and library: network, measure, library, seconds on the clock and of all cores together (each the best of
--runs). On a machine that does other work the second tells more. Run it through run.sh, which also runs our own program on the
same files.
"""
import argparse
import os
import time


def edges(path):
    """The simple undirected graph of an edge list: nodes numbered by first appearance, double edges once."""
    number, seen = {}, set()
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("#") or not line.strip():
                continue
            a, b = (number.setdefault(w, len(number)) for w in line.split()[:2])
            if a != b:
                seen.add((min(a, b), max(a, b)))
    return len(number), sorted(seen)


def best(runs, f):
    took = []
    for _ in range(runs):
        clock, cores = time.perf_counter(), time.process_time()
        f()
        took.append((time.perf_counter() - clock, time.process_time() - cores))
    return min(t[0] for t in took), min(t[1] for t in took)


def igraph(n, pairs):
    import igraph
    g = igraph.Graph(n=n, edges=pairs)
    return {"betweenness": g.betweenness, "edge betweenness": g.edge_betweenness, "harmonic": g.harmonic_centrality}


def networkit(n, pairs):
    import networkit as nk
    nk.setNumberOfThreads(os.cpu_count())
    g = nk.Graph(n)
    for a, b in pairs:
        g.addEdge(a, b)
    g.indexEdges()
    return {
        "betweenness": lambda: nk.centrality.Betweenness(g).run(),
        "edge betweenness": lambda: nk.centrality.Betweenness(g, computeEdgeCentrality=True).run(),
        "harmonic": lambda: nk.centrality.HarmonicCloseness(g, normalized=False).run(),
    }


def rustworkx(n, pairs):
    import rustworkx as rx
    g = rx.PyGraph()
    g.add_nodes_from(range(n))
    g.add_edges_from([(a, b, None) for a, b in pairs])
    return {
        "betweenness": lambda: rx.betweenness_centrality(g, normalized=False),
        "edge betweenness": lambda: rx.edge_betweenness_centrality(g, normalized=False),
    }


def networkx(n, pairs):
    import networkx as nx
    g = nx.Graph()
    g.add_nodes_from(range(n))
    g.add_edges_from(pairs)
    return {"betweenness": lambda: nx.betweenness_centrality(g, normalized=False), "harmonic": lambda: nx.harmonic_centrality(g)}


LIBRARIES = {"igraph": igraph, "networkit": networkit, "rustworkx": rustworkx, "networkx": networkx}


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("files", nargs="+")
    p.add_argument("--runs", type=int, default=3)
    p.add_argument("--libraries", default="igraph,networkit,rustworkx,networkx")
    p.add_argument("--networkx-up-to", type=int, default=2000, help="nodes; beyond, NetworkX takes minutes")
    p.add_argument("--up-to", type=int, default=20000, help="nodes")
    a = p.parse_args()
    for path in a.files:
        n, pairs = edges(path)
        name = os.path.splitext(os.path.basename(path))[0]
        for library in a.libraries.split(","):
            if n > a.up_to or library == "networkx" and n > a.networkx_up_to:
                continue
            for measure, f in LIBRARIES[library](n, pairs).items():
                clock, cores = best(a.runs, f)
                print(f"{name}\t{measure}\t{library}\t{clock:.3f}\t{cores:.3f}", flush=True)


if __name__ == "__main__":
    main()
