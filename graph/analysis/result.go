package analysis

import (
	"encoding/json"
)

// Result is the structure of one network. Values per node stand in the order of
// IDs, node numbers are indices into IDs; what was not asked for is empty.
//
// As JSON it is one object with a key for each measure that was asked for:
// values per node as an object id → value with every node, nodes by their id,
// undefined values null, keys sorted. Beside betweenness of nodes or ties stand
// "estimated", the names of the measures that are estimates ([] = all are exact),
// and their bound: "error" (in units of betweenness, of nodes and of ties),
// "confidence" and "samples", null where nothing is estimated.
type Result struct {
	IDs      []string
	Measures []string // asked for, sorted

	Density              Share
	MeanDegree           Number
	DegreeCentralization Number
	Degree               []int
	Isolates             []int32

	Components           [][]int32
	Cutpoints            []int32
	Bridges              []int32 // indices of ties
	Blocks               [][]int32
	Fragmentation        Number
	FragmentationWithout []Number

	Distances       Distances
	Betweenness     []float64
	EdgeBetweenness []float64 // in the order of Ties.Ends
	Estimate        *Estimate // nil where both are exact

	Constraint    []Number
	EffectiveSize []Number
	Clustering    Clustering
	Core          []int
	Eigenvector   []float64 // nil where undefined
	PageRank      []float64
	Groups        Groups

	EIIndex   []EIIndex          // one for each attribute asked for
	Brokerage map[string][]Roles // by attribute

	ties  [][2]int32
	parts *decomposition
}

// flowOfTie is a tie with its betweenness, as JSON.
type flowOfTie struct {
	A     string  `json:"a"`
	B     string  `json:"b"`
	Value float64 `json:"value"`
}

type partsOfShare struct {
	Numerator   float64 `json:"numerator"`
	Denominator float64 `json:"denominator"`
}

// MarshalJSON writes the keys of "The contract of the numbers".
func (r Result) MarshalJSON() ([]byte, error) { return json.Marshal(r.JSON()) }

// JSON is what MarshalJSON writes, by key, for who puts it into an object with more in it.
func (r Result) JSON() map[string]any {
	out := map[string]any{}
	for _, name := range r.Measures {
		switch name {
		case "density":
			out[name] = r.Density.Lower
			out["density_bounds"] = [2]Number{r.Density.Lower, r.Density.Upper}
			out["density_parts"] = partsOfShare{r.Density.Numerator, r.Density.Denominator}
		case "mean_degree":
			out[name] = r.MeanDegree
		case "degree_centralization":
			out[name] = r.DegreeCentralization
		case "degree":
			out[name] = valuesOf(r.IDs, r.Degree)
		case "isolates":
			out[name] = r.names(r.Isolates)
		case "components":
			out[name] = r.sets(r.Components)
		case "cutpoints":
			out[name] = r.names(r.Cutpoints)
		case "bridges":
			pairs := [][]string{}
			for _, e := range r.Bridges {
				pairs = append(pairs, r.names(r.ties[e][:]))
			}
			out[name] = pairs
		case "blocks":
			out[name] = r.sets(r.Blocks)
		case "fragmentation":
			out[name] = r.Fragmentation
		case "fragmentation_without":
			out[name] = valuesOf(r.IDs, r.FragmentationWithout)
		case "harmonic":
			out[name] = valuesOf(r.IDs, r.Distances.Harmonic)
		case "closeness":
			out[name] = valuesOf(r.IDs, r.Distances.Closeness())
		case "eccentricity":
			out[name] = valuesOf(r.IDs, r.Distances.Eccentricity)
		case "distance_fragmentation":
			out[name] = r.Distances.DistanceFragmentation()
		case "distances":
			out[name] = r.distances()
		case "betweenness":
			out[name] = valuesOf(r.IDs, r.Betweenness)
		case "edge_betweenness":
			flows := []flowOfTie{}
			for e, x := range r.EdgeBetweenness {
				flows = append(flows, flowOfTie{r.IDs[r.ties[e][0]], r.IDs[r.ties[e][1]], x})
			}
			out[name] = flows
		case "constraint":
			out[name] = valuesOf(r.IDs, r.Constraint)
		case "effective_size":
			out[name] = valuesOf(r.IDs, r.EffectiveSize)
		case "clustering":
			out[name] = valuesOf(r.IDs, r.Clustering.Nodes)
			out["average_clustering"] = r.Clustering.Mean
			out["transitivity"] = r.Clustering.Transitivity
			out["triangles"] = r.Clustering.Triangles
		case "core":
			out[name] = valuesOf(r.IDs, r.Core)
		case "eigenvector":
			out[name] = nil
			if r.Eigenvector != nil {
				out[name] = valuesOf(r.IDs, r.Eigenvector)
			}
		case "pagerank":
			out[name] = valuesOf(r.IDs, r.PageRank)
		case "groups":
			out[name] = r.sets(r.Groups.Members)
			out["modularity"] = r.Groups.Modularity
		case "brokerage":
			roles := map[string]valuesByID[Roles]{}
			for attribute, nodes := range r.Brokerage {
				roles[attribute] = valuesOf(r.IDs, nodes)
			}
			out[name] = roles
		}
	}
	if r.Betweenness != nil {
		out["estimated"], out["error"], out["confidence"], out["samples"] = r.Estimated(), nil, nil, nil
		if e := r.Estimate; e != nil {
			out["error"], out["confidence"], out["samples"] = e.Error, e.Confidence, e.Samples
		}
	}
	for _, e := range r.EIIndex {
		key := eiPrefix + e.Attribute
		out[key] = e.Value
		out[key+"_parts"] = map[string]int64{"external": e.External, "internal": e.Internal, "without_value": e.WithoutValue}
	}
	return out
}

// Estimated are the measures among those asked for that are estimates, sorted.
func (r Result) Estimated() []string {
	out := []string{}
	if r.Estimate != nil {
		for _, name := range r.Measures {
			if name == "betweenness" || name == "edge_betweenness" {
				out = append(out, name)
			}
		}
	}
	return out
}

// distances: pairs[i] is the number of pairs at distance i+1.
func (r Result) distances() any {
	d := r.Distances
	pairs := []int64{}
	if len(d.Pairs) > 0 {
		pairs = d.Pairs[1:]
	}
	return struct {
		Pairs    []int64 `json:"pairs"`
		Apart    int64   `json:"apart"`
		Mean     Number  `json:"mean"`
		Diameter int     `json:"diameter"`
	}{pairs, d.Apart, d.Mean(), d.Diameter()}
}

func (r Result) names(nodes []int32) []string {
	out := make([]string, len(nodes))
	for i, v := range nodes {
		out[i] = r.IDs[v]
	}
	return out
}

func (r Result) sets(sets [][]int32) [][]string {
	out := make([][]string, len(sets))
	for i, nodes := range sets {
		out[i] = r.names(nodes)
	}
	return out
}
