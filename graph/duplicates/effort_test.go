package duplicates

import "testing"

// How many decisions the 2,122 names ask of a person, testdata/README.md: one for each pair when all of them are different, and one less
// than each group has names when all of them are the same, since the other pairs of a merged entry fall away.
func TestFind_Decisions(t *testing.T) {
	things := partners(t)
	pairs := Find(things, Likely)
	group := make([]int, len(things))
	for i := range group {
		group[i] = i
	}
	var root func(int) int
	root = func(i int) int {
		if group[i] != i {
			group[i] = root(group[i])
		}
		return group[i]
	}
	merges := 0
	for _, p := range pairs {
		if a, b := root(p.A), root(p.B); a != b {
			group[a] = b
			merges++
		}
	}
	t.Logf("%d names, %d pairs, %d merges if all are the same", len(things), len(pairs), merges)
	if len(pairs) > 700 || len(pairs) < 300 {
		t.Errorf("%d pairs: testdata/README.md says how long they take", len(pairs))
	}
}
