package analysis

import (
	"slices"
	"strings"
)

// valueClasses numbers the different sets of values that nodes have, so that
// "do they share a value" is one look into a table.
type valueClasses struct {
	of     []int32 // per node; −1 without a value
	sets   [][]int32
	common map[[2]int32]bool
}

func classesOf(groups [][]string) *valueClasses {
	k := &valueClasses{of: make([]int32, len(groups)), common: map[[2]int32]bool{}}
	values, sets := map[string]int32{}, map[string]int32{}
	for v, g := range groups {
		set := slices.Clone(g)
		slices.Sort(set)
		set = slices.DeleteFunc(slices.Compact(set), func(s string) bool { return s == "" })
		if len(set) == 0 {
			k.of[v] = -1
			continue
		}
		key := strings.Join(set, "\x00")
		c, ok := sets[key]
		if !ok {
			c = int32(len(k.sets))
			sets[key] = c
			var numbers []int32
			for _, s := range set {
				if _, ok := values[s]; !ok {
					values[s] = int32(len(values))
				}
				numbers = append(numbers, values[s])
			}
			slices.Sort(numbers)
			k.sets = append(k.sets, numbers)
		}
		k.of[v] = c
	}
	return k
}

func (k *valueClasses) shared(x, y int32) bool {
	if x == y {
		return true
	}
	if x > y {
		x, y = y, x
	}
	s, ok := k.common[[2]int32{x, y}]
	if !ok {
		a, b := k.sets[x], k.sets[y]
		for i, j := 0, 0; i < len(a) && j < len(b) && !s; {
			switch {
			case a[i] < b[j]:
				i++
			case a[i] > b[j]:
				j++
			default:
				s = true
			}
		}
		k.common[[2]int32{x, y}] = s
	}
	return s
}
