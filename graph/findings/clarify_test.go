package findings

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"miteinander/graph"
)

// slowlyAsked finds whom to ask as the definition says it: every unclear pair that shares cells, and every pair of an unclear transition
// whose answer could change it, each from both of its ends.
func slowlyAsked(c *Clarify) map[int32]map[int32]*Partner {
	out := map[int32]map[int32]*Partner{}
	add := func(i, j int32, weight int64, links ...int) {
		for _, p := range [][2]int32{{i, j}, {j, i}} {
			if out[p[0]] == nil {
				out[p[0]] = map[int32]*Partner{}
			}
			x := out[p[0]][p[1]]
			if x == nil {
				x = &Partner{Institution: p[1]}
				out[p[0]][p[1]] = x
			}
			x.Weight += weight
			x.Transitions += len(links)
			x.Links = append(x.Links, links...)
		}
	}
	for _, p := range c.side.Pairs() {
		if p.State == Unclear {
			add(p.A, p.B, p.Weight)
		}
	}
	for n := range c.moves.Links {
		l := &c.moves.Links[n]
		seen := map[[2]int32]bool{}
		for x := range c.moves.Crossings(l) {
			i, okI := c.b.narrowed(c.moves.b, x.From)
			j, okJ := c.b.narrowed(c.moves.b, x.To)
			k := [2]int32{min(i, j), max(i, j)}
			if l.Status != Unclear || !x.Possible || x.Carried || !okI || !okJ || seen[k] {
				continue
			}
			seen[k] = true
			add(i, j, l.Children, n)
		}
	}
	return out
}

type failing interface {
	Helper()
	Fatalf(format string, args ...any)
}

func sameAsked(t failing, c *Clarify) {
	t.Helper()
	want := slowlyAsked(c)
	pairs := 0
	for _, r := range c.Rows {
		expected := Ask{Institution: r.Institution, Unclear: len(want[r.Institution])}
		links := map[int]bool{}
		for _, p := range want[r.Institution] {
			expected.Weight += p.Weight
			for _, n := range p.Links {
				links[n] = true
			}
		}
		if expected.Transitions = len(links); r != expected {
			t.Fatalf("%+v, want %+v", r, expected)
		}
		got := c.Partners(r)
		for n, p := range got {
			x := want[r.Institution][p.Institution]
			if x == nil || p.Weight != x.Weight || p.Transitions != x.Transitions || !slices.Equal(p.Links, x.Links) {
				t.Fatalf("institution %d: partner %+v, want %+v", r.Institution, p, x)
			}
			if n > 0 && (got[n-1].Weight < p.Weight || got[n-1].Weight == p.Weight && got[n-1].Institution >= p.Institution) {
				t.Fatalf("institution %d: %+v stands before %+v", r.Institution, got[n-1], p)
			}
		}
		if few := c.sheet().partners(r, 3); !slices.EqualFunc(few, got[:min(3, len(got))], func(x, y Partner) bool { return x.Institution == y.Institution && x.Weight == y.Weight }) {
			t.Fatalf("institution %d: first partners %+v, want %+v", r.Institution, few, got[:min(3, len(got))])
		}
		pairs += len(got)
		delete(want, r.Institution)
	}
	if len(want) > 0 || c.Pairs != pairs/2 {
		t.Fatalf("%d institutions are missing; %d pairs, want %d", len(want), c.Pairs, pairs/2)
	}
}

// Small towns with hand-overs of every rule, looked at as a whole and by area.
func TestProperty_ClarifyByTheDefinition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := drawn(t, town(t, 6))
		f := graph.Filter{Date: b.sel.Date()}
		if rapid.Bool().Draw(t, "area") {
			f.Areas = []graph.ID{"a"}
		}
		narrow, err := NewBasis(t.Context(), b.snap.Select(f))
		if err != nil {
			t.Fatal(err)
		}
		c, err := AskClarify(t.Context(), narrow, Params{})
		if err != nil {
			t.Fatal(err)
		}
		sameAsked(t, c)
	})
}

// A town large enough that all cores share the counting, with a loss and a lift, whole and by area.
func TestClarify_OfATownByTheDefinition(t *testing.T) {
	s := state(t, 400, 1600, 2000)
	for _, areas := range [][]graph.ID{nil, {"a01", "a07"}} {
		b, err := NewBasis(t.Context(), s.Select(graph.Filter{Date: s.Settings().AsOf, Areas: areas}))
		if err != nil {
			t.Fatal(err)
		}
		for _, basis := range []*Basis{b, b.Without(Loss{Institutions: []int32{4, 9}, Pairs: [][2]int32{{1, 2}, {3, 30}}}).With([][2]int32{{5, 6}, {7, 50}}, 3)} {
			c, err := AskClarify(t.Context(), basis, Params{})
			if err != nil {
				t.Fatal(err)
			}
			if len(c.Rows) < 100 {
				t.Fatalf("only %d institutions", len(c.Rows))
			}
			sameAsked(t, c)
		}
	}
}
