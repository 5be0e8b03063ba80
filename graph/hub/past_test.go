package hub_test

import (
	"testing"
	"time"

	"miteinander/graph"
	"miteinander/graph/hub"
	"miteinander/graph/storetest"
)

// A day is found by the end of it; one before everything is the end of the first day.
func TestNetwork_On(t *testing.T) {
	c := newClock()
	h := hub.New(storetest.NewModel(), c.now)
	n, err := h.CreateNetwork(ctx, "m", storetest.Musterstadt(), intent()) // 30.06.2025
	if err != nil {
		t.Fatal(err)
	}
	set := func(l graph.Level) {
		t.Helper()
		if _, err := n.Commit(ctx, intent(), level(l)); err != nil {
			t.Fatal(err)
		}
	}
	c.forward(time.Hour)
	set(2) // still the first day
	c.forward(10 * 24 * time.Hour)
	set(3)
	c.forward(time.Minute)
	set(4) // 10.07.2025, the last of its day
	c.forward(10 * 24 * time.Hour)
	set(0) // 20.07.2025
	for _, x := range []struct {
		day, found string
		level      graph.Level
	}{
		{"2024-01-01", "2025-06-30", 2}, {"2025-06-30", "2025-06-30", 2}, {"2025-07-09", "2025-06-30", 2}, {"2025-07-10", "2025-07-10", 4}, {"2025-07-19", "2025-07-10", 4}, {"2030-01-01", "2025-07-20", 0},
	} {
		day, err := graph.ParseDate(x.day)
		if err != nil {
			t.Fatal(err)
		}
		s, found, err := n.On(ctx, day)
		if err != nil {
			t.Fatal(err)
		}
		if got := graph.Find[*graph.Cooperation](s, pair.Kind, pair.ID).Level; got != x.level || found.String() != x.found {
			t.Errorf("%s: level %v of %s, want %v of %s", x.day, got, found, x.level, x.found)
		}
	}
}
