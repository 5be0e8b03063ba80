package storetest

import (
	"context"
	"fmt"
	"sync"
	"time"

	"miteinander/graph"
)

const racers = 4

// promiseRaces: four authors saw the same revision and write at once. One wins, three are told that they are late.
func promiseRaces(t *T) {
	ctx := context.Background()
	n := t.network()
	s := t.create(n, Musterstadt())
	settings := graph.Key{Kind: graph.KindSettings, ID: graph.SettingsID}
	wrong := 0
	for round := range Rounds() {
		var changes [racers]graph.Change
		for i := range racers {
			if i%2 == 0 { // two want the same record, the others each one of its own
				changes[i] = change(n, s.Head().Revision, putOp(t, s, settings, func(r *graph.Settings) { r.Name = fmt.Sprintf("Runde %d von %d", round, i) }))
			} else {
				changes[i] = change(n, s.Head().Revision, graph.Op{After: &graph.Goal{ID: graph.ID(fmt.Sprintf("z%d-%d", round, i)), Title: "Ziel"}})
			}
		}
		won := race(ctx, t, changes[:])
		if len(won) != 1 {
			t.Errorf("race %d at revision %d: %d of %d writers won, want 1", round, s.Head().Revision, len(won), racers)
			if wrong++; wrong == 5 {
				return // the fault is plain
			}
			var err error
			s, err = t.Store.Load(ctx, n)
			t.must(err)
			continue
		}
		var err error
		s, err = s.Apply(changes[won[0]])
		t.must(err)
	}
	if wrong > 0 {
		return
	}
	t.same(s)
	if h := t.history(n, 1, s.Head().Revision+9); len(h) != int(s.Head().Revision) {
		t.Errorf("history has %d changes at revision %d", len(h), s.Head().Revision)
	}
}

// race commits all changes at once and gives the places of those that were stored.
func race(ctx context.Context, t *T, changes []graph.Change) []int {
	var wg sync.WaitGroup
	start := make(chan struct{})
	errs := make([]error, len(changes))
	for i, c := range changes {
		wg.Go(func() {
			<-start
			r, err := t.Store.Commit(ctx, c)
			if err == nil && r != c.Revision() {
				err = fmt.Errorf("revision %d on base %d", r, c.Base)
			}
			errs[i] = err
		})
	}
	close(start)
	wg.Wait()
	var won []int
	for i, err := range errs {
		switch graph.CodeOf(err) {
		case "":
			won = append(won, i)
		case graph.Stale:
		default:
			t.Errorf("a late writer got %v, want code %q", err, graph.Stale)
		}
	}
	return won
}

// promiseSameOperation: one request arrives several times at once, as after a reload of the page.
func promiseSameOperation(t *T) {
	ctx := context.Background()
	n := t.network()
	s := t.create(n, Musterstadt())
	for round := range max(Rounds()/10, 10) {
		c := change(n, s.Head().Revision, putOp(t, s, graph.Key{Kind: graph.KindSettings, ID: graph.SettingsID}, func(r *graph.Settings) { r.Name = fmt.Sprint("Runde ", round) }))
		var wg sync.WaitGroup
		for range racers {
			wg.Go(func() {
				if r, err := t.Store.Commit(ctx, c); err != nil || r != c.Revision() {
					t.Errorf("round %d: %d, %v; want revision %d for all", round, r, err, c.Revision())
				}
			})
		}
		wg.Wait()
		var err error
		s, err = s.Apply(c)
		t.must(err)
	}
	t.same(s)
}

func promiseRestoreRace(t *T) {
	ctx := context.Background()
	for range 5 {
		n, m := t.network(), NewModel()
		(&T{TB: t.TB, Store: m}).past(n)
		s, err := m.Load(ctx, n)
		t.must(err)
		var wg sync.WaitGroup
		errs := make([]error, racers)
		for i := range racers {
			wg.Go(func() {
				if i == racers-1 { // one of them creates it
					_, errs[i] = t.Store.Commit(ctx, change(n, 0, creating(Musterstadt())...))
					return
				}
				errs[i] = t.Store.Restore(ctx, s, m.History(ctx, n, 1, s.Head().Revision))
			})
		}
		wg.Wait()
		won := 0
		for _, err := range errs {
			switch graph.CodeOf(err) {
			case "":
				won++
			case graph.Conflict, graph.Stale:
			default:
				t.Errorf("a late restore got %v", err)
			}
		}
		if won != 1 {
			t.Errorf("%d of %d restores of one network won, want 1", won, racers)
		}
		got, err := t.Store.Load(ctx, n)
		t.must(err)
		if h := t.history(n, 1, 99); len(h) != int(got.Head().Revision) {
			t.Errorf("history has %d changes at revision %d: two writers mixed", len(h), got.Head().Revision)
		}
	}
}

// promiseLoadBesideWriter: every change writes its revision into each of many records, so a load that mixes two shows it.
func promiseLoadBesideWriter(t *T) {
	ctx := context.Background()
	n := t.network()
	s := t.create(n, Town("Leseprobe", 150))
	stop := make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		for {
			select {
			case <-stop:
				return
			default:
			}
			var ops []graph.Op
			mark := fmt.Sprint(s.Head().Revision + 1)
			for _, k := range []graph.Kind{graph.KindArea, graph.KindInstitution, graph.KindCooperation} {
				f, _ := graph.FieldOf(k, "attributes")
				for r := range s.All(k) {
					c := graph.Clone(r)
					_ = f.Set(c, map[string]string{"r": mark})
					op, _ := s.Put(c)
					ops = append(ops, op)
				}
			}
			c := change(n, s.Head().Revision, ops...)
			next, err := s.Apply(c)
			if err == nil {
				_, err = t.Store.Commit(ctx, c)
			}
			if err != nil {
				t.Errorf("writer: %v", err)
				return
			}
			s = next
		}
	})
	loads, revisions := 0, map[graph.Revision]bool{}
	for began := time.Now(); loads < 10 || len(revisions) < 2 || loads < 60 && time.Since(began) < 5*time.Second; loads++ {
		if time.Since(began) > time.Minute {
			break
		}
		got, err := t.Store.Load(ctx, n)
		if err != nil {
			t.Errorf("load beside a writer: %v", err)
			break
		}
		revisions[got.Head().Revision] = true
		if mixed := mixedRevisions(got); mixed != "" {
			t.Errorf("load %d at revision %d: %s", loads, got.Head().Revision, mixed)
			break
		}
	}
	close(stop)
	wg.Wait()
	if len(revisions) < 2 && !t.Failed() {
		t.Errorf("all %d loads saw one revision: the writer did not run beside them", loads)
	}
	t.same(s)
}

// mixedRevisions names the first record that was not written by the head's revision.
func mixedRevisions(s *graph.Snapshot) string {
	r := s.Head().Revision
	if r == 1 {
		return ""
	}
	for _, k := range []graph.Kind{graph.KindArea, graph.KindInstitution, graph.KindCooperation} {
		f, _ := graph.FieldOf(k, "attributes")
		for rec := range s.All(k) {
			if m := f.Get(rec).(map[string]string)["r"]; m != fmt.Sprint(r) || s.Changed(rec.Key()) != r {
				return fmt.Sprintf("%s is of revision %s", rec.Key(), m)
			}
		}
	}
	return ""
}
