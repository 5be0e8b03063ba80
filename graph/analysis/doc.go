// Package analysis computes the structure of a network from plain ties
// (graph.Ties) and, where a measure compares attributes, from the groups of the
// nodes beside them. It knows nothing of institutions, stores or files.
//
// Structure computes the measures that `analyze` and the API print, sharing what
// several of them need; each measure is also a function of its own. Reading
// order: adjacency.go, decomposition.go, then any measure; for shortest paths
// reduction.go, shortestpaths.go, narrowpaths.go.
//
// # Measures
//
// n nodes, m ties, d the degree of a node, t the ties among its neighbours, all
// unweighted and undirected. Per node unless said otherwise. "–" is undefined:
// null in JSON, an undefined Number here. No NaN or Inf leaves the package.
//
//	measure                  formula                                        isolate  no nodes  source
//	degree                   d                                              0        –         –
//	mean_degree (network)    2m/n                                           counts   –         Graz (measures.md)
//	density (network)        2m/(n(n−1)), upper bound with unknown pairs    counts   – (n<2)   Graz (measures.md)
//	degree_centralization    Σ(max d − d)/((n−1)(n−2))  (network)           counts   – (n<3)   Freeman 1978/79
//	components, isolates     sets of connected nodes                        own set  none      –
//	cutpoints, bridges       whose loss splits a component                  no       none      Hopcroft & Tarjan 1973
//	blocks                   parts without a cutpoint of their own          in none  none      Hopcroft & Tarjan 1973
//	fragmentation (network)  1 − Σs(s−1)/(n(n−1)), s component sizes        counts   – (n<2)   Borgatti 2006
//	fragmentation_without    the same of the n−1 others                     counts   – (n<3)   Borgatti 2006
//	distance_fragmentation   1 − 2Σ(1/dist)/(n(n−1))  (network)             counts   – (n<2)   Borgatti 2006
//	betweenness              Σ σ_st(v)/σ_st over unordered pairs, raw       0        –         Freeman 1977, Brandes 2001
//	edge_betweenness (tie)   Σ σ_st(e)/σ_st over unordered pairs, raw       –        –         Brandes 2008
//	harmonic                 Σ 1/dist, raw                                  0        –         Marchiori & Latora 2000
//	closeness                (r/Σdist)·(r/(n−1)), r nodes reached           0        –         Wasserman & Faust 1994
//	eccentricity             largest dist within the component              0        –         –
//	distances (network)      pairs by dist, mean, diameter, pairs apart     apart    zeros     –
//	constraint               Σ(p_vw + Σ p_vq p_qw)², p = 1/d                –        –         Burt 2004
//	effective_size           d − 2t/d                                       –        –         Burt 1992, Borgatti 1997
//	clustering               2t/(d(d−1)), 0 for d<2; mean; transitivity     0        –         Watts & Strogatz 1998
//	core                     largest k of a part with all degrees ≥ k       0        –         Seidman 1983
//	eigenvector              A·x = λ·x, |x| = 1; – without ties             0        –         Bonacich 1972
//	pagerank                 damping 0.85, sums to 1                        its jump –         Brin & Page 1998
//	groups                   Louvain, seed fixed; modularity (– for m = 0)  own      none      Blondel et al. 2008
//	ei_index_… (network)     (external − internal)/(external + internal)    –        –         Krackhardt & Stern 1988
//	brokerage                coordinator, itinerant, gatekeeper, …          zeros    –         Gould & Fernandez 1989
//
// # Speed
//
// Everything but shortest paths is linear in n + m or in the number of triangles.
// Shortest paths are shared among all cores, cancelled within milliseconds, and
// the same to the last bit for any number of workers. Figures: docs/benchmarks.md;
// why there are two passes: docs/decisions. Above DefaultExactWork betweenness is
// estimated with a stated bound unless exact values are asked for, and the Result
// says so.
package analysis
