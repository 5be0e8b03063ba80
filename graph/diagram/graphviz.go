package diagram

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"miteinander/graph"
	"miteinander/graph/worker"
)

// Drawer is Graphviz. The one in use runs it in a child process, one job each; see NewDrawer.
type Drawer interface {
	// Graphviz lays out dot with an engine and gives Graphviz's json. wall 0 = the drawer's own limit.
	Graphviz(ctx context.Context, engine, dot string, wall time.Duration) ([]byte, error)
}

type childDrawer struct {
	pool *worker.Pool
	err  error
}

// NewDrawer runs the program at path (cmd/miteinander-draw), at most two at once, each at most five seconds. A folder
// that cannot be made or a program that is missing is told by the first picture.
func NewDrawer(path string) Drawer {
	pool, err := worker.New(worker.Config{Path: path, Keep: []string{"go-graphviz"}})
	return &childDrawer{pool: pool, err: err}
}

func (d *childDrawer) Graphviz(ctx context.Context, engine, dot string, wall time.Duration) ([]byte, error) {
	if d.err != nil {
		return nil, &graph.Error{Code: graph.Unavailable, Key: "diagram.error.unavailable", Err: d.err}
	}
	out, err := d.pool.Run(ctx, worker.Job{Args: []string{"-engine", engine}, Input: []byte(dot), Wall: wall})
	if err == nil {
		return out, nil
	}
	var e *worker.Error
	if !errors.As(err, &e) {
		return nil, err
	}
	switch e.Reason {
	case worker.Busy:
		return nil, &graph.Error{Code: graph.Busy, Key: "diagram.error.busy", Args: []any{int64(e.RetryAfter / time.Second)}, Err: err}
	case worker.Missing:
		return nil, &graph.Error{Code: graph.Unavailable, Key: "diagram.error.missing", Err: err}
	case worker.Canceled:
		return nil, ctx.Err()
	default:
		return nil, &graph.Error{Code: graph.Internal, Key: "diagram.error.failed", Err: err}
	}
}

// gvJSON is what we read of Graphviz's json.
type gvJSON struct {
	Objects []struct {
		Name string `json:"name"`
		Pos  string `json:"pos"`
	} `json:"objects"`
}

// arrange runs the springs and gives the centres of the nodes, y downwards.
func arrange(ctx context.Context, d Drawer, nodes []springNode, springs []spring) ([]Point, error) {
	if len(nodes) > graphvizUpTo {
		return stress(ctx, nodes, springs)
	}
	out, err := d.Graphviz(ctx, "neato", springsDOT(nodes, springs), 0)
	if err != nil {
		return nil, err
	}
	return parsePlaces(out, len(nodes))
}

func parsePlaces(b []byte, n int) ([]Point, error) {
	var g gvJSON
	if err := json.Unmarshal(b, &g); err != nil {
		return nil, fmt.Errorf("diagram: graphviz json: %w", err)
	}
	places := make([]Point, n)
	found := 0
	for _, o := range g.Objects {
		i, ok := index(o.Name, "n", n)
		if !ok {
			continue
		}
		xs, ys, ok := strings.Cut(strings.TrimSuffix(o.Pos, "!"), ",")
		x, errX := strconv.ParseFloat(xs, 64)
		y, errY := strconv.ParseFloat(ys, 64)
		if !ok || errX != nil || errY != nil || x-x != 0 || y-y != 0 {
			return nil, fmt.Errorf("diagram: graphviz gave no place: %q", o.Pos)
		}
		places[i] = Point{x, -y}
		found++
	}
	if found != n {
		return nil, fmt.Errorf("diagram: graphviz placed %d of %d", found, n)
	}
	return places, nil
}

func index(name, prefix string, n int) (int, bool) {
	s, ok := strings.CutPrefix(name, prefix)
	if !ok {
		return 0, false
	}
	i, err := strconv.Atoi(s)
	return i, err == nil && i >= 0 && i < n
}
