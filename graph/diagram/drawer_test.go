package diagram

import (
	"bytes"
	"context"
	"encoding/json"
	"image"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"miteinander/graph"
	"miteinander/graph/words"
)

func (r *recorder) Graphviz(ctx context.Context, engine, dot string, wall time.Duration) ([]byte, error) {
	r.mu.Lock()
	r.dots = append(r.dots, dot)
	r.mu.Unlock()
	return r.Drawer.Graphviz(ctx, engine, dot, wall)
}

// luminance is the relative luminance of WCAG 2.2.
func luminance(c string) float64 {
	x := rgb(c)
	part := func(v uint8) float64 {
		s := float64(v) / 255
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*part(x.R) + 0.7152*part(x.G) + 0.0722*part(x.B)
}

// Graphviz in one process gave answers that held another caller's graph; in children each gets its own.
func TestDrawer_ManyAtOnce(t *testing.T) {
	d := drawer(t)
	var wg sync.WaitGroup
	for i := range 16 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			at := Point{float64(100 + 10*i), float64(50 + i)}
			places, err := arrange(context.Background(), d, []springNode{{Pinned: true, At: at}, {Pinned: true, At: Point{}}}, []spring{{0, 1, 1}})
			if err != nil {
				t.Error(err)
				return
			}
			if math.Abs(places[0].X-places[1].X-at.X) > 0.1 || math.Abs(places[0].Y-places[1].Y-at.Y) > 0.1 {
				t.Errorf("%d: asked for %v, got %v and %v", i, at, places[0], places[1])
			}
		}()
	}
	wg.Wait()
}

// impatient gives the child next to no time.
type impatient struct{ Drawer }

func (d impatient) Graphviz(ctx context.Context, engine, dot string, wall time.Duration) ([]byte, error) {
	return d.Drawer.Graphviz(ctx, engine, dot, time.Nanosecond)
}

// A child that is too slow is killed, the answer is an error with words, and the next picture is drawn.
func TestDraw_AfterAKill(t *testing.T) {
	sel := all(musterstadt(t, nil))
	_, _, err := Draw(context.Background(), sel, impatient{drawer(t)}, Request{View: ViewSideBySide})
	if graph.CodeOf(err) != graph.Internal || !strings.Contains(words.Error("de", err), "Bild") {
		t.Errorf("%v: %q", err, words.Error("de", err))
	}
	mustDraw(t, sel, Request{View: ViewSideBySide})
	// Rows and columns need no springs, so no child.
	if _, _, err := Draw(context.Background(), sel, impatient{drawer(t)}, Request{View: ViewSideBySide, Arrangement: Lebensphasen}); err != nil {
		t.Error(err)
	}
}

// Routed lines run through no foreign box.
func TestRoute_NoLineThroughForeignBoxes(t *testing.T) {
	sc := town(60, 4)
	c := testComposing(t, Netz, "a3")
	p, ok, err := c.placeForTest(sc)
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	boxes := make([]Rect, len(p.bodies))
	for i := range p.bodies {
		boxes[i] = p.bodies[i].rect()
	}
	edges := sc.ties(nil)
	curves, err := route(context.Background(), boxes, edges, Rect{0, 0, p.size.X, p.size.Y})
	if err != nil {
		t.Fatal(err)
	}
	crossed := 0
	for i, e := range edges {
		if hits(curves[i], boxes, e) > 0 {
			crossed++
		}
	}
	if crossed > 0 {
		t.Errorf("%d of %d lines run through foreign boxes", crossed, len(edges))
	}
}

func (c *composing) placeForTest(sc *Scene) (*placed, bool, error) {
	c.kept = Layout{}
	return c.place(context.Background(), sc, c.format.mapSize(2), "")
}

func TestDrawer_MissingProgram(t *testing.T) {
	d := NewDrawer(filepath.Join(t.TempDir(), "none"))
	_, _, err := Draw(context.Background(), all(musterstadt(t, nil)), d, Request{View: ViewSideBySide})
	if graph.CodeOf(err) != graph.Unavailable {
		t.Errorf("%v", err)
	}
}

// What Graphviz is asked can open no file: the drawing program has an empty file system, so a node does not take the
// size of a host's picture.
func TestDrawer_OpensNoFile(t *testing.T) {
	var big bytes.Buffer
	if err := png.Encode(&big, image.NewGray(image.Rect(0, 0, 2000, 2000))); err != nil {
		t.Fatal(err)
	}
	secret := filepath.Join(t.TempDir(), "secret.png")
	if err := os.WriteFile(secret, big.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := drawer(t).Graphviz(context.Background(), "neato", `graph { a [image="`+secret+`" shape=none label="x"] }`, 0)
	if err != nil {
		return // refused is as good
	}
	var g struct{ BB string }
	if err := json.Unmarshal(out, &g); err != nil || len(g.BB) > len("0,0,999,99") {
		t.Errorf("drawing area %q, %v", g.BB, err)
	}
}

func TestDrawer_BadGraph(t *testing.T) {
	if _, err := drawer(t).Graphviz(context.Background(), "neato", "graph { a -- ", 0); err == nil {
		t.Errorf("%v", err)
	}
	if _, err := drawer(t).Graphviz(context.Background(), "circo", "graph { a }", 0); err == nil {
		t.Error("an engine that is not offered was run")
	}
}

func TestParsePlaces_RefusesNonsense(t *testing.T) {
	if _, err := parsePlaces([]byte("<svg/>"), 1); err == nil {
		t.Error("taken")
	}
	if _, err := parsePlaces([]byte(`{"objects":[{"name":"n0","pos":"nan,1"}]}`), 1); err == nil {
		t.Error("a place that is no number was taken")
	}
}
