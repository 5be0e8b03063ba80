package storetest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"miteinander/graph"
)

// source draws numbers from 0 to n-1: rapid, which shrinks what fails, or a generator with a seed.
type source interface{ IntN(n int) int }

type rapidSource struct{ t *rapid.T }

func (s rapidSource) IntN(n int) int { return rapid.IntRange(0, n-1).Draw(s.t, "n") }

// promiseRandom walks at random, on the store and on the model, and compares every answer.
func promiseRandom(t *T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := newWalk(rapidSource{rt}, []graph.Store{NewModel(), t.Store}, rt.Fatalf)
		defer w.close()
		for range rapid.IntRange(1, 30).Draw(rt, "steps") {
			w.step()
		}
		w.compareAll()
	})
}

// Differential takes the same n random operations on two stores and on the model and compares answers, errors and hashes.
// The seed is printed; the same seed takes the same way.
func Differential(t testing.TB, a, b graph.Store, n int, seed uint64) {
	t.Logf("%d operations with seed %d", n, seed)
	w := newWalk(rand.New(rand.NewPCG(seed, 1)), []graph.Store{NewModel(), a, b}, t.Fatalf)
	defer w.close()
	for i := range n {
		w.step()
		if i%200 == 199 {
			w.compareAll()
		}
	}
	w.compareAll()
	t.Logf("answers: %s", w.summary())
}

// walk is one way through random operations.
type walk struct {
	src      source
	stores   []graph.Store // the first is the model
	fatal    func(string, ...any)
	networks []graph.NetworkID
	spare    graph.NetworkID // not there but for a moment: restored to and dropped
	past     []graph.Change  // changes that were sent, for repeats
	answers  map[string]int
	log      []string
}

func newWalk(src source, stores []graph.Store, fatal func(string, ...any)) *walk {
	w := &walk{src: src, stores: stores, fatal: fatal, answers: map[string]int{}}
	name := func() graph.NetworkID {
		return graph.NetworkID(fmt.Sprintf("w%x-%d", time.Now().UnixNano(), counter.Add(1)))
	}
	w.networks, w.spare = []graph.NetworkID{name(), name(), name()}, name()
	w.networks = slices.Clip(w.networks)
	return w
}

func (w *walk) close() {
	for _, n := range append(w.networks, w.spare) {
		for _, st := range w.stores {
			_ = st.Drop(context.Background(), n) // may not be there
		}
	}
}

func (w *walk) summary() string {
	var out []string
	for a, n := range w.answers {
		out = append(out, fmt.Sprintf("%s %d", a, n))
	}
	slices.Sort(out)
	return strings.Join(out, ", ")
}

func pick[T any](w *walk, list []T) T { return list[w.src.IntN(len(list))] }

// all asks every store the same and compares what they say.
func (w *walk) all(doing string, ask func(graph.Store) (any, error)) {
	var want string
	for i, st := range w.stores {
		v, err := ask(st)
		got := fmt.Sprintf("%v", v)
		if err != nil {
			got = fmt.Sprintf("%s %s", graph.CodeOf(err), keyOf(err))
		}
		if i == 0 {
			want = got
			name, _, _ := strings.Cut(doing, " ")
			if err != nil {
				w.answers[name+":"+string(graph.CodeOf(err))]++
			} else {
				w.answers[name]++
			}
			w.log = append(w.log, fmt.Sprintf("%s → %.200s", doing, got))
			continue
		}
		if got != want {
			w.fatal("store %d says %.2000s\nthe model says %.2000s\nafter:\n%s", i, got, want, strings.Join(w.log[max(0, len(w.log)-15):], "\n"))
		}
	}
}

func (w *walk) step() {
	ctx := context.Background()
	n := pick(w, w.networks)
	head, _ := w.stores[0].Load(ctx, n) // nil: not there
	switch k := w.src.IntN(20); {
	case head == nil && k < 14:
		w.commit("create", w.change(graph.NewSnapshot(n), creating(Musterstadt())))
	case k < 12 && head != nil:
		w.commit("edit", w.change(head, w.ops(head)))
	case k == 12 && len(w.past) > 0:
		c := pick(w, w.past)
		if w.src.IntN(4) == 0 {
			c.Digest[0]++
		}
		if w.src.IntN(3) == 0 {
			c.Ops = nil
		}
		w.commit("repeat", c)
	case k == 13 && head != nil:
		c := w.change(head, w.ops(head))
		c.Base += graph.Revision(w.src.IntN(5) - 2)
		w.commit("shifted", c)
	case k == 14:
		from, to := graph.Revision(w.src.IntN(12)), graph.Revision(w.src.IntN(12))
		w.all(fmt.Sprintf("history %d %d", from, to), func(st graph.Store) (any, error) {
			var b strings.Builder
			for c, err := range st.History(ctx, n, from, to) {
				if err != nil {
					return nil, err
				}
				fmt.Fprintf(&b, "%d %s %s %s %d %s %x %v;", c.Revision(), c.ID, c.Author, c.Cause, c.Undoes, c.Note, c.Digest, c.At)
				for _, o := range c.Ops {
					fmt.Fprintf(&b, "%d%s>%s", o.Since, text(o.Before), text(o.After))
				}
			}
			return b.String(), nil
		})
	case k == 15 && head != nil:
		to := graph.Head{ID: n, Revision: 1 + graph.Revision(w.src.IntN(int(head.Head().Revision)))}
		w.all(fmt.Sprintf("rewind %d", to.Revision), func(st graph.Store) (any, error) {
			s, err := st.Load(ctx, n)
			if err != nil {
				return nil, err
			}
			if s, err = s.Rewind(st.History(ctx, n, s.Head().Revision, to.Revision+1), to); err != nil {
				return nil, err
			}
			return fmt.Sprintf("%x", s.Hash()), nil
		})
	case k == 16:
		w.all("rewrite", func(st graph.Store) (any, error) { return nil, st.Rewrite(ctx, n, emptied) })
	case k == 17 && w.src.IntN(3) == 0:
		w.all("drop", func(st graph.Store) (any, error) { return nil, st.Drop(ctx, n) })
	case k == 18 && head != nil:
		to := pick(w, append(w.networks, w.spare))
		copied, changes := renamed(head, to, w.stores[0].History(ctx, n, 1, head.Head().Revision))
		w.all("restore", func(st graph.Store) (any, error) {
			return nil, st.Restore(ctx, copied, func(yield func(graph.Change, error) bool) {
				for _, c := range changes {
					if !yield(c, nil) {
						return
					}
				}
			})
		})
		if to == w.spare {
			w.compare(to)
			w.all("drop", func(st graph.Store) (any, error) { return nil, st.Drop(ctx, to) })
		}
	default:
		w.compare(n)
	}
}

// renamed is a network with its history under another name.
func renamed(s *graph.Snapshot, to graph.NetworkID, h func(func(graph.Change, error) bool)) (*graph.Snapshot, []graph.Change) {
	var b graph.Builder
	for _, k := range graph.Kinds() {
		for r := range s.All(k) {
			_ = b.Add(r, s.Changed(r.Key()))
		}
	}
	head := s.Head()
	head.ID = to
	out, err := b.Build(head)
	if err != nil {
		panic(err) // it was a snapshot before
	}
	var changes []graph.Change
	for c, err := range h {
		if err != nil {
			panic(err) // the history of a model cannot fail
		}
		c.Network = to
		changes = append(changes, c)
	}
	return out, changes
}

func (w *walk) change(s *graph.Snapshot, ops []graph.Op) graph.Change {
	return change(s.Head().ID, s.Head().Revision, ops...)
}

func (w *walk) commit(doing string, c graph.Change) {
	w.past = append(w.past, c)
	var keys []string
	for _, o := range c.Ops {
		keys = append(keys, o.Key().String())
	}
	if len(keys) > 8 {
		keys = append(keys[:8], "…")
	}
	w.all(fmt.Sprintf("%s %s base %d %s", doing, c.Network, c.Base, strings.Join(keys, " ")), func(st graph.Store) (any, error) {
		return st.Commit(context.Background(), c)
	})
}

// compare holds head and content of one network against the model.
func (w *walk) compare(n graph.NetworkID) {
	ctx := context.Background()
	w.all("load", func(st graph.Store) (any, error) {
		s, err := st.Load(ctx, n)
		if err != nil {
			return nil, err
		}
		var changed strings.Builder
		for _, k := range graph.Kinds() {
			for r := range s.All(k) {
				fmt.Fprintf(&changed, "%d ", s.Changed(r.Key()))
			}
		}
		return fmt.Sprintf("%v %x %s", s.Head(), s.Hash(), changed.String()), nil
	})
	w.all("head", func(st graph.Store) (any, error) { return st.Head(ctx, n) })
}

func (w *walk) compareAll() {
	for _, n := range w.networks {
		w.compare(n)
	}
}

// ops draws one to four changes of records, some of them wrong: edges to nowhere, removals of what is in use, ids that are taken.
func (w *walk) ops(s *graph.Snapshot) []graph.Op {
	byKey := map[graph.Key]graph.Op{}
	for range 1 + w.src.IntN(4) {
		if o := w.op(s); o.Before != nil || o.After != nil {
			byKey[o.Key()] = o
		}
	}
	var out []graph.Op
	for _, o := range byKey {
		out = append(out, o)
	}
	return graph.SortOps(out)
}

var (
	walkNodes  = []graph.ID{"KN", "GN", "FH", "x1", "x2", "x3", "x4"}
	walkActors = []graph.ID{"x3", "x4", "x5"}
)

func (w *walk) op(s *graph.Snapshot) graph.Op {
	existing := func(kinds ...graph.Kind) (graph.Record, bool) {
		k := pick(w, kinds)
		if s.Len(k) == 0 {
			return nil, false
		}
		i, at := w.src.IntN(s.Len(k)), 0
		for r := range s.All(k) {
			if at == i {
				return r, true
			}
			at++
		}
		return nil, false
	}
	putting := func(r graph.Record) graph.Op {
		op, _ := s.Put(r)
		return op
	}
	label := fmt.Sprint("Wort ", w.src.IntN(5))
	switch w.src.IntN(10) {
	case 0, 1:
		r, ok := existing(graph.KindInstitution, graph.KindOffer, graph.KindArea, graph.KindSettings, graph.KindActor)
		if !ok {
			return graph.Op{}
		}
		c := graph.Clone(r)
		f, _ := graph.FieldOf(c.Key().Kind, "name")
		_ = f.Set(c, label)
		return putting(c)
	case 2:
		return putting(&graph.Institution{ID: pick(w, walkNodes), Name: label, Kinds: ids("kita"), Areas: ids("N"), Notes: label, CheckedBy: label})
	case 3:
		return putting(&graph.Actor{ID: pick(w, walkActors), Name: label, Kind: pick(w, []string{graph.ActorBody, graph.ActorTeam}), Institution: pick(w, walkNodes)})
	case 4, 5:
		a, b := pick(w, walkNodes), pick(w, append(walkNodes, walkActors...))
		if b < a {
			a, b = b, a
		}
		return putting(&graph.Cooperation{ID: graph.CooperationID(a, b, graph.Date{}), From: a, To: b, Level: graph.Level(w.src.IntN(6) - 1)})
	case 6:
		return putting(&graph.Membership{ID: graph.ID(fmt.Sprint("m", w.src.IntN(3))), Body: pick(w, walkActors), Member: pick(w, walkNodes)})
	case 7:
		r, ok := existing(graph.KindCooperation, graph.KindMembership, graph.KindActor, graph.KindInstitution, graph.KindFunder, graph.KindFunding)
		if !ok {
			return graph.Op{}
		}
		op, _ := s.Delete(r.Key())
		return op
	case 8:
		return putting(&graph.Document{ID: graph.ID(fmt.Sprint("d", w.src.IntN(3))), Type: "view", Body: strings.Repeat(label, 1+w.src.IntN(200))})
	default: // saw something else
		r, ok := existing(graph.KindInstitution, graph.KindCooperation)
		if !ok {
			return graph.Op{}
		}
		op := putting(mapName(r, label))
		if op.Before != nil && w.src.IntN(2) == 0 {
			op.Since++
		}
		return op
	}
}

func mapName(r graph.Record, label string) graph.Record {
	c := graph.Clone(r)
	f, _ := graph.FieldOf(c.Key().Kind, "attributes")
	_ = f.Set(c, map[string]string{label: label})
	return c
}
