package main

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// benchPositions asks the running service for the explorer of networks that nobody has looked at, two ties an institution, and tells
// how long their first positions take and what service and drawing child hold of memory meanwhile. The answers stay in the folder keep,
// "" for nowhere.
func benchPositions(program, dir, keep string) error {
	fmt.Println("| institutions | seconds | core seconds | memory idle; most of the service, of the drawing process | nodes with places, pairs that touch |\n|---|---|---|---|---|")
	for _, n := range []int{45, 300, 500, 2000, 5000} {
		folder, store := filepath.Join(dir, fmt.Sprint("netz", n)), "sqlite:"+filepath.Join(dir, fmt.Sprint(n, ".db"))
		if err := write(folder, uint64(n), n, 2*n); err != nil {
			return err
		}
		if out, err := exec.Command(program, "import", folder, "--store", store).CombinedOutput(); err != nil {
			return fmt.Errorf("import: %w: %s", err, out)
		}
		if err := positions(program, dir, keep, store, n); err != nil {
			return err
		}
	}
	return nil
}

func positions(program, dir, keep, store string, n int) error {
	s, err := start(program, dir, "--store", store)
	if err != nil {
		return err
	}
	defer s.stop()
	path := fmt.Sprintf("/networks/netz%d", n)
	if _, err := s.get(path); err != nil { // loaded before
		return err
	}
	w := watch(s)
	before, _ := s.seconds()
	began := time.Now()
	b, err := s.get(path + "/explorer")
	took := time.Since(began)
	w.end()
	if err != nil {
		return err
	}
	after, children := s.seconds()
	var e struct {
		Nodes []struct {
			At   [2]float64 `json:"at"`
			W, H float64
		}
	}
	if err := json.Unmarshal(b, &e); err != nil {
		return err
	}
	touching := 0
	for i, a := range e.Nodes {
		for _, b := range e.Nodes[:i] {
			if math.Abs(a.At[0]-b.At[0]) < (a.W+b.W)/2 && math.Abs(a.At[1]-b.At[1]) < (a.H+b.H)/2 {
				touching++
			}
		}
	}
	fmt.Printf("| %d | %.1f | %.1f | %d; %d, %d MB | %d, %d |\n", n, took.Seconds(), after-before+children, w.idle, w.service, w.child, len(e.Nodes), touching)
	if keep != "" {
		return os.WriteFile(filepath.Join(keep, fmt.Sprintf("explorer-%d.json", n)), b, 0o600)
	}
	return nil
}
