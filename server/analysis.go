package server

import (
	"context"
	"fmt"
	"maps"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"miteinander/graph"
	"miteinander/graph/analysis"
)

type structureIn struct {
	SelectionQuery
	Measures string `query:"measures" maxLength:"500" doc:"Names, separated by commas, or all; ei_index_<attribute> with provider_kind, sector, provider, kind, areas, association"`
	Level    int    `query:"level" minimum:"1" maximum:"4" default:"1" doc:"Ties from this level on"`
	Layer    string `query:"layer" enum:"institutions,nodes" default:"institutions" doc:"nodes: institutions, actors and offers with the rows as they are"`
	Exact    bool   `query:"exact" doc:"Exact values where the answer would say estimated; 409 until they have been computed, see structure/exact"`
}

// NodeName is how a node is shown.
type NodeName struct {
	Label string `json:"label"`
	Name  string `json:"name"`
	Kind  string `json:"kind" doc:"institution, actor or offer"`
}

// TieView is one tie.
type TieView struct {
	A       string      `json:"a"`
	B       string      `json:"b"`
	Level   graph.Level `json:"level"`
	Derived bool        `json:"derived,omitempty" doc:"From a joint offer"`
}

// StructureView is the structure of a selection: the keys of the contract of the numbers, and what a page needs beside them.
type StructureView struct {
	measures  map[string]any
	more      structureMore
	estimated bool
}

type structureMore struct {
	Level    int                 `json:"level"`
	Headline string              `json:"headline"`
	Nodes    int                 `json:"nodes"`
	Ties     []TieView           `json:"ties" nullable:"false"`
	Unknown  int64               `json:"unknown" doc:"Pairs whose level is not known"`
	Isolates []string            `json:"isolates" nullable:"false"`
	Names    map[string]NodeName `json:"names"`
	Without  *StructureView      `json:"without_coordination,omitempty" doc:"The same without the coordination office"`
}

// JSON puts both into one object.
func (v StructureView) JSON() any {
	all := maps.Clone(v.measures)
	m := v.more
	all["level"], all["headline"], all["nodes"], all["ties"], all["unknown"] = m.Level, m.Headline, m.Nodes, m.Ties, m.Unknown
	all["isolates"], all["names"] = m.Isolates, m.Names
	if m.Without != nil {
		all["without_coordination"] = m.Without.JSON()
	}
	return all
}

// structureSchema documents the measures; every value may be missing where it was not asked for.
type structureSchema struct {
	Density         *float64           `json:"density,omitempty"`
	DensityBounds   []float64          `json:"density_bounds,omitempty"`
	DensityParts    *partsSchema       `json:"density_parts,omitempty"`
	MeanDegree      *float64           `json:"mean_degree,omitempty"`
	Centralization  *float64           `json:"degree_centralization,omitempty"`
	Degree          map[string]int     `json:"degree,omitempty"`
	Components      [][]string         `json:"components,omitempty"`
	Cutpoints       []string           `json:"cutpoints,omitempty"`
	Bridges         [][]string         `json:"bridges,omitempty"`
	Blocks          [][]string         `json:"blocks,omitempty"`
	Fragmentation   *float64           `json:"fragmentation,omitempty"`
	Without         map[string]float64 `json:"fragmentation_without,omitempty"`
	Harmonic        map[string]float64 `json:"harmonic,omitempty"`
	Betweenness     map[string]float64 `json:"betweenness,omitempty"`
	Estimated       []string           `json:"estimated,omitempty" doc:"Measures that are estimates, in very large networks betweenness and edge_betweenness"`
	Error           *float64           `json:"error,omitempty" doc:"Of an estimate: with the confidence beside it no value is off by more; null where all is exact"`
	Confidence      *float64           `json:"confidence,omitempty"`
	Samples         *int               `json:"samples,omitempty"`
	Constraint      map[string]float64 `json:"constraint,omitempty" doc:"null for an isolate"`
	EffectiveSize   map[string]float64 `json:"effective_size,omitempty" doc:"null for an isolate"`
	Closeness       map[string]float64 `json:"closeness,omitempty"`
	Eccentricity    map[string]int     `json:"eccentricity,omitempty"`
	DistanceFrag    *float64           `json:"distance_fragmentation,omitempty"`
	Clustering      map[string]float64 `json:"clustering,omitempty"`
	AvgClustering   *float64           `json:"average_clustering,omitempty"`
	Transitivity    *float64           `json:"transitivity,omitempty"`
	Triangles       int64              `json:"triangles,omitempty"`
	Core            map[string]int     `json:"core,omitempty"`
	Eigenvector     map[string]float64 `json:"eigenvector,omitempty"`
	PageRank        map[string]float64 `json:"pagerank,omitempty"`
	Groups          [][]string         `json:"groups,omitempty"`
	Modularity      *float64           `json:"modularity,omitempty"`
	EIProviderKind  *float64           `json:"ei_index_provider_kind,omitempty"`
	EIProviderParts map[string]int64   `json:"ei_index_provider_kind_parts,omitempty"`
	structureMore
}

type partsSchema struct {
	Numerator   float64 `json:"numerator"`
	Denominator float64 `json:"denominator"`
}

// Schema documents the usual keys and leaves room for measures by other attributes.
func (StructureView) Schema(reg huma.Registry) *huma.Schema {
	const name = "Structure"
	if _, ok := reg.Map()[name]; !ok {
		reg.Map()[name] = &huma.Schema{Type: huma.TypeObject, Properties: map[string]*huma.Schema{}, AdditionalProperties: true}
		s := huma.SchemaFromType(reg, typeFor[structureSchema]())
		more := huma.SchemaFromType(reg, typeFor[structureMore]())
		for _, part := range []*huma.Schema{resolved(reg, s), resolved(reg, more)} {
			for k, p := range part.Properties {
				reg.Map()[name].Properties[k] = p
			}
		}
		reg.Map()[name].Required = resolved(reg, more).Required
	}
	return &huma.Schema{Ref: "#/components/schemas/" + name}
}

func resolved(reg huma.Registry, s *huma.Schema) *huma.Schema {
	if s.Ref != "" {
		return reg.SchemaFromRef(s.Ref)
	}
	return s
}

func (s *Server) structure(ctx context.Context, v view, in *structureIn) (StructureView, error) {
	if in.Exact {
		if kept, ok := s.exact.result(in.key(v)); ok {
			return kept, nil
		}
	}
	out, err := s.structureBoth(ctx, v, in, analysis.StructureOptions{ExactWork: s.exactWork})
	if err == nil && in.Exact && (out.estimated || out.more.Without != nil && out.more.Without.estimated) {
		return out, graph.Errorf(graph.Conflict, "structure.exact.not_yet")
	}
	return out, err
}

// key names everything that the numbers depend on.
func (in *structureIn) key(v view) string {
	return fmt.Sprintf("%s %q %d %s %s", v.key(), in.Measures, in.Level, in.Layer, v.lang)
}

// structureBoth is the structure with the coordination office and, where that makes a difference, without it.
func (s *Server) structureBoth(ctx context.Context, v view, in *structureIn, o analysis.StructureOptions) (StructureView, error) {
	ties, err := s.tiesOf(ctx, v, in, &o)
	if err != nil {
		return StructureView{}, err
	}
	w, both := v, o
	var twin graph.Ties
	if !v.filter.WithoutCoordination {
		w.filter.WithoutCoordination = true
		if twin, err = s.tiesOf(ctx, w, in, &both); err != nil {
			return StructureView{}, err
		}
	}
	differs := !v.filter.WithoutCoordination && (len(twin.IDs) != len(ties.IDs) || len(twin.Ends) != len(ties.Ends))
	if tell := o.Progress; tell != nil && differs {
		o.Progress = func(done float64) { tell(done / 2) }
		both.Progress = func(done float64) { tell(0.5 + done/2) }
	}
	out, err := structureOf(ctx, v, in.Level, ties, o)
	if err != nil || !differs {
		return out, err
	}
	without, err := structureOf(ctx, w, in.Level, twin, both)
	out.more.Without = &without
	return out, err
}

// tiesOf gives the ties of a selection and completes the options with measures and groups.
func (s *Server) tiesOf(ctx context.Context, v view, in *structureIn, o *analysis.StructureOptions) (graph.Ties, error) {
	p, err := s.prepare(ctx, v)
	if err != nil {
		return graph.Ties{}, err
	}
	layer := graph.LayerInstitutions
	o.Measures, o.Groups = Names(in.Measures), nil
	if in.Layer == "nodes" {
		layer = graph.LayerNodes
	} else {
		o.Groups = Attributes(p.sel)
	}
	return p.sel.Ties(layer).AtLeast(graph.Level(in.Level)), nil
}

func structureOf(ctx context.Context, v view, level int, ties graph.Ties, o analysis.StructureOptions) (StructureView, error) {
	r, err := analysis.Structure(ctx, ties, o)
	if err != nil {
		return StructureView{}, err
	}
	out := StructureView{measures: r.JSON(), estimated: len(r.Estimated()) > 0, more: structureMore{Level: level, Nodes: len(ties.IDs), Ties: []TieView{}, Unknown: ties.Unknown,
		Isolates: []string{}, Names: map[string]NodeName{}}}
	tied := make([]bool, len(ties.IDs))
	for i, e := range ties.Ends {
		tied[e[0]], tied[e[1]] = true, true
		out.more.Ties = append(out.more.Ties, TieView{ties.IDs[e[0]], ties.IDs[e[1]], ties.Levels[i], ties.Derived[i]})
	}
	for i, id := range ties.IDs {
		if !tied[i] {
			out.more.Isolates = append(out.more.Isolates, id)
		}
		if r, ok := v.snapshot.Node(graph.ID(id)); ok {
			out.more.Names[id] = NodeName{Label: label(r), Name: nameOf(r), Kind: r.Key().Kind.String()}
		}
	}
	out.more.Headline = say(v.lang, "structure.headline", len(ties.IDs), parts(ties), len(out.more.Isolates))
	return out, nil
}

// parts counts components of at least two nodes.
func parts(t graph.Ties) int {
	root := make([]int32, len(t.IDs))
	for i := range root {
		root[i] = int32(i)
	}
	find := func(i int32) int32 {
		for root[i] != i {
			root[i] = root[root[i]]
			i = root[i]
		}
		return i
	}
	for _, e := range t.Ends {
		root[find(e[0])] = find(e[1])
	}
	big := map[int32]bool{}
	for _, e := range t.Ends {
		big[find(e[0])] = true
	}
	return len(big)
}

// Names splits a list of names at commas.
func Names(list string) []string {
	var out []string
	for n := range strings.SplitSeq(list, ",") {
		if n = strings.TrimSpace(n); n != "" {
			out = append(out, n)
		}
	}
	return out
}

// label is what pictures and lists call a node: the short name of an institution, else the name.
func label(r graph.Record) string {
	if i, ok := r.(*graph.Institution); ok {
		return i.Label()
	}
	return nameOf(r)
}
