package main

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

const allMeasures = "all of them, closeness, eccentricity, distances"

// table reads the lines of all rounds and libraries (network, measure, library, seconds on the clock, core seconds) and prints the best core
// seconds of each beside ours, with the ratio. Our one call for all measures stands beside the sum of the calls that the others need.
func table(in io.Reader, out io.Writer) error {
	type cell struct{ network, measure, library string }
	best := map[cell]float64{}
	var networks, libraries []string
	lines := bufio.NewScanner(in)
	for lines.Scan() {
		f := strings.Split(lines.Text(), "\t")
		if len(f) != 5 || f[4] == "cores" {
			continue
		}
		cores, err := strconv.ParseFloat(f[4], 64)
		if err != nil {
			return fmt.Errorf("%q: %w", lines.Text(), err)
		}
		k := cell{f[0], f[1], f[2]}
		if before, ok := best[k]; !ok || cores < before {
			best[k] = cores
		}
		if !slices.Contains(networks, f[0]) {
			networks = append(networks, f[0])
		}
		if f[2] != "miteinander" && !slices.Contains(libraries, f[2]) {
			libraries = append(libraries, f[2])
		}
	}
	if err := lines.Err(); err != nil {
		return err
	}
	three := []string{"betweenness", "edge betweenness", "harmonic"}
	fmt.Fprintln(out, "| network | measure | ours | "+strings.Join(libraries, " | ")+" |")
	fmt.Fprintln(out, "|---|---|---|"+strings.Repeat("---|", len(libraries)))
	for _, n := range networks {
		for _, m := range append(slices.Clone(three), allMeasures, "betweenness, estimated") {
			ours, ok := best[cell{n, m, "miteinander"}]
			if !ok {
				continue
			}
			row := fmt.Sprintf("| %s | %s | %.3g |", n, m, ours)
			for _, l := range libraries {
				sum, all := 0.0, true
				needed := []string{m}
				if m == allMeasures {
					needed = three
				}
				for _, x := range needed {
					s, ok := best[cell{n, x, l}]
					sum, all = sum+s, all && ok
				}
				if all {
					row += fmt.Sprintf(" %.3g (1 : %.2g) |", sum, sum/ours)
				} else {
					row += " – |"
				}
			}
			fmt.Fprintln(out, row)
		}
	}
	return nil
}
