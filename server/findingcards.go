package server

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"miteinander/graph"
	"miteinander/graph/findings"
	"miteinander/graph/words"
)

// findingCard opens a finding by its Ref: a transition, a cell, a hurdle, a dependency, an institution to ask. What the selection
// leaves out is opened without it, so that a link to a finding never ends in nothing. It is not found where the data no longer
// give it.
func (s *Server) findingCard(ctx context.Context, v view, ref findings.Ref) (CardView, error) {
	f, ok, err := s.openFinding(ctx, v, ref)
	active := ok
	if err == nil && !ok {
		f, ok, err = s.openFinding(ctx, whole(v), ref)
	}
	if err != nil {
		return CardView{}, err
	}
	if !ok {
		return CardView{}, graph.Errorf(graph.NotFound, "server.no_finding", string(ref))
	}
	out := CardView{Key: string(ref), Title: f.Title, Kind: "finding", KindLabel: f.Asks, Active: active, Lines: []CardLine{}, Neighbours: []Neighbour{},
		Findings: []CardFinding{}, Finding: &f, Evidence: []findings.Linked{}, Measures: f.Measures, Feedback: f.Feedback}
	if a, ok, err := s.finding(ctx, whole(v), ref); err != nil {
		return CardView{}, err
	} else if ok {
		out.Evidence = evidenceOf(v.snapshot, a.Evidence)
		out.History, err = s.evidenceHistory(ctx, v, a.Evidence)
		if err != nil {
			return CardView{}, err
		}
	}
	if out.History == nil {
		out.History = []CardChange{}
	}
	return out, nil
}

// whole is a view of the same day without the rest of the selection.
func whole(v view) view {
	v.filter = graph.Filter{Date: v.filter.Date}
	return v
}

// openFinding makes the card of a finding in a selection; false where it is not there.
func (s *Server) openFinding(ctx context.Context, v view, ref findings.Ref) (findings.CardView, bool, error) {
	var none findings.CardView
	q, ok := ref.Question()
	if !ok {
		return none, false, nil
	}
	a, err := s.ask(ctx, v, q.Hyphened(), paramsOf(v))
	if err != nil {
		return none, false, err
	}
	var out findings.CardView
	switch a := a.(type) {
	case *findings.Transitions:
		out, ok = a.Card(v.lang, ref)
	case *findings.Gaps:
		other, err := s.ask(ctx, v, "access", paramsOf(v))
		if err != nil {
			return none, false, err
		}
		out, ok = findings.MatrixCard(v.lang, a, other.(*findings.Access), ref)
	case *findings.Access:
		if id, hurdle := strings.CutPrefix(string(ref), "access/hurdle/"); hurdle {
			if out, ok := a.HurdleCard(v.lang, graph.ID(id)); ok {
				return out, true, nil
			}
		}
		other, err := s.ask(ctx, v, "gaps", paramsOf(v))
		if err != nil {
			return none, false, err
		}
		out, ok = findings.MatrixCard(v.lang, other.(*findings.Gaps), a, ref)
	case *findings.Dependencies:
		out, ok = a.Card(v.lang, ref)
	case *findings.Clarify:
		out, ok = a.Card(v.lang, ref)
	default:
		ok = false
	}
	return out, ok, nil
}

// paramsOf reads the options of planners from a request that carries them, so that a card says what its page said.
func paramsOf(v view) findings.Params {
	yes := func(name string) bool { t := v.query.Get(name); return t == "1" || t == "true" }
	return findings.Params{Indicator: v.query.Get("indicator"), Checklist: yes("checklist")}
}

// finding is what a Ref says now, whatever its question; false where the data no longer give it.
func (s *Server) finding(ctx context.Context, v view, ref findings.Ref) (findings.Finding, bool, error) {
	q, ok := ref.Question()
	if !ok {
		return findings.Finding{}, false, nil
	}
	a, err := s.ask(ctx, v, q.Hyphened(), paramsOf(v))
	if err != nil {
		return findings.Finding{}, false, err
	}
	f, ok := findings.Lookup(a, ref)
	return f, ok, nil
}

// evidenceMost is how many records of a finding its card names.
const evidenceMost = 200

// evidenceOf names the records that a finding rests on.
func evidenceOf(snap *graph.Snapshot, keys []graph.Key) []findings.Linked {
	out := []findings.Linked{}
	for _, k := range keys[:min(len(keys), evidenceMost)] {
		if r, ok := snap.Get(k); ok {
			title := recordTitle(snap, r)
			if i, ok := r.(*graph.Institution); ok {
				title = i.Label()
			}
			out = append(out, findings.Linked{Key: k.String(), Label: title})
		}
	}
	return out
}

// evidenceHistory is the last change of each record that a finding rests on, the newest first.
func (s *Server) evidenceHistory(ctx context.Context, v view, keys []graph.Key) ([]CardChange, error) {
	type last struct {
		rev graph.Revision
		key graph.Key
	}
	var all []last
	for _, k := range keys {
		if rev := v.snapshot.Changed(k); rev > 0 {
			all = append(all, last{rev, k})
		}
	}
	slices.SortStableFunc(all, func(x, y last) int { return cmp.Or(cmp.Compare(y.rev, x.rev), x.key.Compare(y.key)) })
	out := []CardChange{}
	known := map[graph.Revision]graph.Change{}
	for _, l := range all[:min(len(all), cardHistory)] {
		c, ok := known[l.rev]
		if !ok {
			var err error
			if c, err = v.access.Network().Change(ctx, l.rev); err != nil {
				return nil, err
			}
			known[l.rev] = c
		}
		entry := CardChange{Revision: l.rev, At: c.At, Author: c.Author, Cause: c.Cause, Fields: []string{}, Key: l.key.String()}
		if i := slices.IndexFunc(c.Ops, func(o graph.Op) bool { return o.Key() == l.key }); i >= 0 {
			entry.Says = s.changeSays(v, c.Ops[i])
		}
		if r, ok := v.snapshot.Get(l.key); ok {
			entry.Label = recordTitle(v.snapshot, r)
		}
		out = append(out, entry)
	}
	return out, nil
}

// changeSays tells what a change did to a record: "Stufe: ungeklärt → Stufe 2: abstimmen".
func (s *Server) changeSays(v view, op graph.Op) string {
	switch {
	case op.Before == nil:
		return say(v.lang, "server.log.created")
	case op.After == nil:
		return say(v.lang, "server.log.removed")
	}
	var parts []string
	k := op.Key().Kind
	for _, name := range graph.Differing(op.Before, op.After) {
		f, ok := graph.FieldOf(k, name)
		if !ok || f.Type == graph.TypeBody || f.Type == graph.TypeAttributes {
			continue
		}
		text := func(r graph.Record) string {
			if f.Empty(f.Get(r)) {
				return "–"
			}
			return shown(v, f, r)
		}
		parts = append(parts, say(v.lang, "server.log.changed", words.FieldName(v.lang, k, name), text(op.Before), text(op.After)))
	}
	return strings.Join(parts, "; ")
}
