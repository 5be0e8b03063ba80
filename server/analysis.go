package server

import (
	"context"
	"encoding/json"
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
	measures map[string]json.RawMessage
	more     structureMore
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

// MarshalJSON puts both into one object.
func (v StructureView) MarshalJSON() ([]byte, error) {
	all := map[string]any{}
	for k, m := range v.measures {
		all[k] = m
	}
	b, err := json.Marshal(v.more)
	if err != nil {
		return nil, err
	}
	var more map[string]json.RawMessage
	if err := json.Unmarshal(b, &more); err != nil {
		return nil, err
	}
	for k, m := range more {
		all[k] = m
	}
	return json.Marshal(all)
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
	out, err := s.structureOf(ctx, v, in)
	if err != nil || v.filter.WithoutCoordination {
		return out, err
	}
	w := v
	w.filter.WithoutCoordination = true
	twin, err := s.structureOf(ctx, w, in)
	if err != nil {
		return out, err
	}
	if twin.more.Nodes != out.more.Nodes || len(twin.more.Ties) != len(out.more.Ties) {
		out.more.Without = &twin
	}
	return out, nil
}

func (s *Server) structureOf(ctx context.Context, v view, in *structureIn) (StructureView, error) {
	p, err := s.prepare(ctx, v)
	if err != nil {
		return StructureView{}, err
	}
	layer := graph.LayerInstitutions
	options := analysis.StructureOptions{Measures: Names(in.Measures)}
	if in.Layer == "nodes" {
		layer = graph.LayerNodes
	} else {
		options.Groups = Attributes(p.sel)
	}
	ties := p.sel.Ties(layer).AtLeast(graph.Level(in.Level))
	r, err := analysis.Structure(ctx, ties, options)
	if err != nil {
		return StructureView{}, err
	}
	b, err := json.Marshal(r)
	if err != nil {
		return StructureView{}, err
	}
	out := StructureView{more: structureMore{Level: in.Level, Nodes: len(ties.IDs), Ties: []TieView{}, Unknown: ties.Unknown,
		Isolates: []string{}, Names: map[string]NodeName{}}}
	if err := json.Unmarshal(b, &out.measures); err != nil {
		return StructureView{}, err
	}
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
