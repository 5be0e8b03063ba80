package duplicates

import (
	"encoding/csv"
	"os"
	"strings"
	"testing"
)

// partners are the distinct partner names of the published table.
func partners(t testing.TB) []Thing {
	t.Helper()
	f, err := os.Open("../exchange/testdata/foreign/partner-schools-BE.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	var out []Thing
	for _, r := range rows[1:] {
		if n := strings.TrimSpace(r[4]); n != "" && !seen[n] {
			seen[n] = true
			out = append(out, Thing{Name: n})
		}
	}
	return out
}

type labelled struct {
	same bool
	a, b string
}

func labels(t testing.TB) []labelled {
	t.Helper()
	b, err := os.ReadFile("testdata/pairs.tsv")
	if err != nil {
		t.Fatal(err)
	}
	var out []labelled
	for line := range strings.SplitSeq(strings.TrimSpace(string(b)), "\n") {
		p := strings.Split(line, "\t")
		if len(p) != 3 || p[0] != "same" && p[0] != "different" {
			t.Fatalf("%q", line)
		}
		out = append(out, labelled{p[0] == "same", p[1], p[2]})
	}
	return out
}

// Precision and recall on 300 pairs labelled by hand (testdata/README.md), found by Find among all 2,122 names: what is not proposed
// because of blocking counts as missed. The bounds are a little below what was measured, so that a change for the worse fails.
func TestFind_LabelledPairs(t *testing.T) {
	things := partners(t)
	found := map[[2]string]float64{}
	pairs := Find(things, 0)
	for _, p := range pairs {
		a, b := things[p.A].Name, things[p.B].Name
		found[[2]string{a, b}], found[[2]string{b, a}] = p.Score, p.Score
	}
	list := labels(t)
	if len(list) != 300 {
		t.Fatal(len(list))
	}
	measure := func(name string, least float64, half int) (precision, recall float64) {
		tp, fp, fn := 0, 0, 0
		for i, l := range list {
			if half >= 0 && (i+1)%2 != half {
				continue
			}
			proposed := found[[2]string{l.a, l.b}] >= least
			switch {
			case proposed && l.same:
				tp++
			case proposed:
				fp++
			case l.same:
				fn++
			}
			if name == "all" && proposed != l.same && testing.Verbose() {
				t.Logf("%v %.2f  %s  |  %s", l.same, found[[2]string{l.a, l.b}], l.a, l.b)
			}
		}
		precision, recall = float64(tp)/float64(tp+fp), float64(tp)/float64(tp+fn)
		t.Logf("%-10s least %.2f: precision %.3f recall %.3f (%d right, %d wrong, %d missed)", name, least, precision, recall, tp, fp, fn)
		return precision, recall
	}
	for _, least := range []float64{0.5, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9} {
		measure("set", least, 0)
	}
	measure("all", Likely, -1)
	if p, r := measure("measured", Likely, 1); p < 0.8 || r < 0.8 {
		t.Errorf("precision %.3f, recall %.3f", p, r)
	}
}
