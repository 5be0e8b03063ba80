package server

import (
	"cmp"
	"context"
	"slices"
	"sync"

	"miteinander/graph"
	"miteinander/graph/findings"
)

type overviewIn struct{ SelectionQuery }

// Line is one sentence with its key.
type Line struct {
	Key  string `json:"key"`
	Text string `json:"text"`
}

// Ask names an institution to ask first.
type Ask struct {
	ID      graph.ID `json:"id"`
	Label   string   `json:"label"`
	Unclear int      `json:"unclear" doc:"Pairs whose level is not known"`
}

// Check is a record whose details are older than a year, or were never confirmed.
type Check struct {
	Key       string `json:"key"`
	Label     string `json:"label"`
	CheckedOn string `json:"checked_on,omitempty"`
}

// OverviewView is the first page of a network.
type OverviewView struct {
	Sentences  []Line               `json:"sentences" nullable:"false"`
	Counts     map[string]int       `json:"counts" doc:"Active on the date, by plural of their kind"`
	Pairs      findings.Counts      `json:"pairs"`
	Worth      []findings.PairView  `json:"worth" nullable:"false" doc:"The heaviest pairs that are not yet together"`
	Rounds     []findings.RoundView `json:"rounds" nullable:"false" doc:"The first rounds"`
	AskFirst   []Ask                `json:"ask_first" nullable:"false"`
	Check      []Check              `json:"check" nullable:"false" doc:"The oldest first, at most 20"`
	CheckTotal int                  `json:"check_total"`
}

// The lengths of the lists.
const (
	askShown   = 10
	checkShown = 20
	worthShown = 3
)

func (s *Server) overview(ctx context.Context, v view, _ *overviewIn) (OverviewView, error) {
	var out OverviewView
	p, err := s.prepare(ctx, v)
	if err != nil {
		return out, err
	}
	var across *findings.SideBySide
	var failed error
	var other sync.WaitGroup
	other.Go(func() { across, failed = s.sideBySide(ctx, v, "across-sectors") })
	side, err := s.sideBySide(ctx, v, "side-by-side")
	if other.Wait(); cmp.Or(err, failed) != nil {
		return out, cmp.Or(err, failed)
	}
	sel := p.sel
	out.Counts = map[string]int{"institutions": len(sel.Institutions()), "actors": len(sel.Actors()), "offers": len(sel.Offers()),
		"cooperations": len(sel.Cooperations()), "memberships": len(sel.Memberships())}
	out.Pairs = side.Counts
	out.Worth, out.Rounds = []findings.PairView{}, []findings.RoundView{}
	for _, pair := range side.InState(findings.SideBySideState, worthShown) {
		out.Worth = append(out.Worth, side.PairView(v.lang, pair))
	}
	for _, r := range side.Rounds[:min(len(side.Rounds), worthShown)] {
		out.Rounds = append(out.Rounds, side.RoundView(v.lang, r))
	}

	ties := sel.Ties(graph.LayerInstitutions)
	alone := len(ties.IDs)
	tied := map[int32]bool{}
	for _, e := range ties.Ends {
		tied[e[0]], tied[e[1]] = true, true
	}
	alone -= len(tied)
	add := func(key, text string) { out.Sentences = append(out.Sentences, Line{key, text}) }
	add("structure", say(v.lang, "structure.headline", len(ties.IDs), parts(ties), alone))
	add("side_by_side", side.Headline().Text(v.lang))
	add("across_sectors", across.Headline().Text(v.lang))

	unclear, weight := side.Unclear()
	var order []int32
	for i, n := range unclear {
		if n > 0 {
			order = append(order, int32(i))
		}
	}
	slices.SortFunc(order, func(a, b int32) int {
		return cmp.Or(unclear[b]-unclear[a], cmp.Compare(weight[b], weight[a]), int(a-b))
	})
	out.AskFirst = []Ask{}
	for _, i := range order[:min(len(order), askShown)] {
		r := sel.Institutions()[i]
		out.AskFirst = append(out.AskFirst, Ask{ID: r.ID, Label: r.Label(), Unclear: unclear[i]})
	}
	first := ""
	if len(out.AskFirst) > 0 {
		first = out.AskFirst[0].Label
	}
	if side.Counts != (findings.Counts{}) { // without any pair nothing is settled either
		add("unclear", say(v.lang, "server.overview.unclear", side.Counts.Unclear, first))
	}

	out.Check = stale(sel, v.filter.Date)
	out.CheckTotal = len(out.Check)
	add("check", say(v.lang, "server.overview.check", out.CheckTotal, len(sel.Institutions())+len(sel.Actors())+len(sel.Offers())))
	out.Check = out.Check[:min(len(out.Check), checkShown)]
	return out, nil
}

// stale are the nodes that nobody confirmed within twelve months before the day: never confirmed ones first, then the oldest.
func stale(sel *graph.Selection, day graph.Date) []Check {
	limit := day.AddMonths(-12)
	out := []Check{}
	add := func(r graph.Record, on graph.Date) {
		if on.IsZero() || on.Compare(limit) < 0 {
			out = append(out, Check{Key: r.Key().String(), Label: label(r), CheckedOn: on.String()})
		}
	}
	for _, r := range sel.Institutions() {
		add(r, r.CheckedOn)
	}
	for _, r := range sel.Actors() {
		add(r, r.CheckedOn)
	}
	for _, r := range sel.Offers() {
		add(r, r.CheckedOn)
	}
	slices.SortStableFunc(out, func(a, b Check) int { return cmp.Compare(a.CheckedOn, b.CheckedOn) })
	return out
}
