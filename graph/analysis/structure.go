package analysis

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"miteinander/graph"
)

// DefaultMeasures are what a Result holds if nobody asks for others: the keys of
// `analyze --json` that scripts rely on.
var DefaultMeasures = []string{
	"betweenness", "bridges", "components", "constraint", "cutpoints", "degree", "degree_centralization", "density",
	"effective_size", "ei_index_provider_kind", "fragmentation", "fragmentation_without", "harmonic", "mean_degree",
}

// MoreMeasures are those that have to be asked for by name, or with "all".
var MoreMeasures = []string{
	"blocks", "brokerage", "closeness", "clustering", "core", "distance_fragmentation", "distances", "eccentricity",
	"edge_betweenness", "eigenvector", "groups", "isolates", "pagerank",
}

// eiPrefix goes before the name of the attribute.
const eiPrefix = "ei_index_"

// StructureOptions say what to compute.
type StructureOptions struct {
	Options
	// Measures are names of DefaultMeasures and MoreMeasures, ei_index_ with any
	// attribute, or "all"; empty means the default. What is not asked for is not
	// computed.
	Measures []string
	// Exact asks for exact betweenness whatever it costs. Without it, values that
	// would take more than ExactWork are estimated (SampledBetweenness) and the
	// Result says so.
	Exact bool
	// DefaultExactWork is up to how many looks at a tie betweenness is exact anyway; 0
	// means DefaultExactWork.
	ExactWork int64
	// Error and Confidence are the bound of an estimate: with probability
	// Confidence no node is off by more than Error of all pairs. Both between 0
	// and 1; 0 means DefaultError and DefaultConfidence.
	Error, Confidence float64
	// Groups holds, by name of an attribute (provider_kind, sector, areas …), the
	// values of each node beside Ties.IDs.
	Groups map[string][][]string
}

// DefaultExactWork is up to how many looks at a tie betweenness is computed exactly
// unless asked otherwise: the sum over blocks of sources times arcs, after
// everything that reduces exactly. It is some five seconds of one core: a random
// network of about 11,000 nodes and 44,000 ties, a tree of any size.
const DefaultExactWork = 1 << 30

// DefaultError and DefaultConfidence bound estimates: with 95 % confidence no value
// is off by more than one hundredth of all pairs.
const (
	DefaultError      = 0.01
	DefaultConfidence = 0.95
)

// Structure computes the measures asked for. Work that several of them need is
// done once. It fails for an unknown measure (graph.Invalid), for Ties that break
// their promise, and when ctx ends.
func Structure(ctx context.Context, t graph.Ties, o StructureOptions) (Result, error) {
	asked, err := o.names()
	if err != nil {
		return Result{}, err
	}
	if o.Error == 0 {
		o.Error = DefaultError
	}
	if o.ExactWork == 0 {
		o.ExactWork = DefaultExactWork
	}
	if o.Confidence == 0 {
		o.Confidence = DefaultConfidence
	}
	if !(o.Error > 0 && o.Error < 1 && o.Confidence > 0 && o.Confidence < 1) {
		return Result{}, graph.Errorf(graph.Invalid, "structure.bad_error")
	}
	for name, g := range o.Groups {
		if len(g) != len(t.IDs) {
			return Result{}, internal(fmt.Errorf("%d values of %s for %d nodes", len(g), name, len(t.IDs)))
		}
	}
	a, err := newAdjacency(t)
	if err != nil {
		return Result{}, internal(err)
	}
	s := &structure{ctx: ctx, t: t, a: a, o: o, asked: asked, r: Result{IDs: t.IDs, Measures: asked, ties: t.Ends}}
	return s.compute()
}

// internal is the error of a caller that broke a promise; its text is for the log.
func internal(err error) error {
	return &graph.Error{Code: graph.Internal, Key: "errors.internal", Err: err}
}

// names are the measures asked for, sorted, each once.
func (o StructureOptions) names() ([]string, error) {
	asked := o.Measures
	if len(asked) == 0 {
		asked = DefaultMeasures
	}
	var out []string
	for _, name := range asked {
		switch attribute, ei := strings.CutPrefix(name, eiPrefix); {
		case name == "all":
			out = append(out, DefaultMeasures...)
			out = append(out, MoreMeasures...)
			for a := range o.Groups {
				out = append(out, eiPrefix+a)
			}
		case slices.Contains(DefaultMeasures, name), slices.Contains(MoreMeasures, name), ei && attribute != "":
			out = append(out, name)
		default:
			return nil, graph.Errorf(graph.Invalid, "structure.unknown_measure", name, nearest(name))
		}
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}

// nearest is the known measure that takes the fewest edits to reach from name.
func nearest(name string) string {
	best, least := "", len(name)+1
	for _, known := range slices.Concat(DefaultMeasures, MoreMeasures) {
		if d := edits(name, known); d < least {
			best, least = known, d
		}
	}
	return best
}

// edits is the Levenshtein distance.
func edits(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			diagonal, row[j+1] = row[j+1], min(diagonal+cost, row[j+1]+1, row[j]+1)
		}
	}
	return row[len(b)]
}

// structure is one computation under way.
type structure struct {
	ctx   context.Context
	t     graph.Ties
	a     *adjacency
	o     StructureOptions
	asked []string
	r     Result
}

// wants tells whether any of the names was asked for.
func (s *structure) wants(names ...string) bool {
	return slices.ContainsFunc(names, func(name string) bool {
		_, found := slices.BinarySearch(s.asked, name)
		return found
	})
}

func (s *structure) compute() (Result, error) {
	r, a, t := &s.r, s.a, s.t
	if s.wants("degree") {
		r.Degree = Degree(t)
	}
	r.MeanDegree, r.DegreeCentralization, r.Density = MeanDegree(t), DegreeCentralization(t), Density(t)
	if s.wants("isolates") {
		r.Isolates = Isolates(t)
	}
	if s.wants("components", "cutpoints", "bridges", "blocks", "fragmentation", "fragmentation_without", "betweenness", "edge_betweenness") {
		s.parts()
	}
	if err := s.paths(); err != nil {
		return Result{}, err
	}
	if s.wants("effective_size", "clustering") {
		triangles := a.triangles()
		r.EffectiveSize = a.effectiveSize(triangles)
		r.Clustering = a.clustering(triangles)
	}
	if s.wants("constraint") {
		r.Constraint = a.constraint()
	}
	for _, name := range s.asked {
		if attribute, ok := strings.CutPrefix(name, eiPrefix); ok {
			e := EIIndex{Attribute: attribute}
			if g, ok := s.o.Groups[attribute]; ok {
				e = EIIndexOf(t, attribute, g)
			}
			r.EIIndex = append(r.EIIndex, e)
		}
	}
	if s.wants("brokerage") {
		r.Brokerage = map[string][]Roles{}
		for attribute, g := range s.o.Groups {
			r.Brokerage[attribute] = a.brokerage(classesOf(g))
		}
	}
	if s.wants("core") {
		r.Core = a.core()
	}
	var err error
	if s.wants("eigenvector") {
		if r.Eigenvector, err = a.eigenvector(s.ctx); err != nil {
			return Result{}, err
		}
	}
	if s.wants("pagerank") {
		if r.PageRank, err = a.pageRank(s.ctx); err != nil {
			return Result{}, err
		}
	}
	if s.wants("groups") {
		if r.Groups, err = a.groups(s.ctx, t); err != nil {
			return Result{}, err
		}
	}
	return *r, s.ctx.Err()
}

// parts is what follows from one depth-first search.
func (s *structure) parts() {
	d := decompose(s.a)
	s.r.parts = d
	s.r.Components = d.components()
	s.r.Cutpoints, s.r.Bridges = d.cutpoints(), d.bridges()
	s.r.Fragmentation, s.r.FragmentationWithout = d.fragmentation(), d.fragmentationWithout()
	if s.wants("blocks") {
		s.r.Blocks = d.sortedBlocks()
	}
}

// paths is what follows from shortest paths: distances take about a tenth of
// the time that betweenness takes.
func (s *structure) paths() error {
	r := &s.r
	near := s.wants("harmonic", "closeness", "eccentricity", "distances", "distance_fragmentation")
	between := s.wants("betweenness", "edge_betweenness")
	tell := func(from, to float64) func(float64) {
		if s.o.Progress == nil {
			return nil
		}
		return func(done float64) { s.o.Progress(from + done*(to-from)) }
	}
	border := 0.0
	if near {
		border = 1
		if between {
			border = 0.1
		}
		d, err := distances(s.ctx, s.a, s.o.Workers, tell(0, border))
		if err != nil {
			return err
		}
		r.Distances = d
	}
	if between {
		withTies := s.wants("edge_betweenness")
		pieces := reduce(s.a, s.t.Ends, r.parts, withTies)
		if !s.o.Exact && pieces.work() > s.o.ExactWork {
			e, err := sampledBetweenness(s.ctx, s.a, withTies, s.o.Error, s.o.Confidence, Options{s.o.Workers, tell(border, 1)})
			if err != nil {
				return err
			}
			r.Betweenness, r.EdgeBetweenness, r.Estimate = e.Nodes, e.Ties, &e
			return nil
		}
		node, tie, err := pieces.betweenness(s.ctx, s.o.Workers, tell(border, 1))
		if err != nil {
			return err
		}
		r.Betweenness, r.EdgeBetweenness = node, tie
	}
	return nil
}
