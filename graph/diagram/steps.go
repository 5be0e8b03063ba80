package diagram

import (
	"slices"

	"miteinander/graph/findings"
)

// steps are the two numbers of children at which dashed lines get wider; zero = one width for all.
type steps struct{ first, second int64 }

// childSteps gives the widths of the right map.
func childSteps(pairs []findings.Pair) steps {
	var n []int64
	for _, p := range pairs {
		n = append(n, p.Children)
	}
	return stepsOf(n, 1./3, 2./3)
}

// stepsOf divides numbers at two quantiles and rounds these to numbers that people say.
func stepsOf(n []int64, low, high float64) steps {
	slices.Sort(n)
	if len(n) < 2 || n[0] == n[len(n)-1] {
		return steps{}
	}
	s := steps{roundNumber(n[int(low*float64(len(n)))]), roundNumber(n[int(high*float64(len(n)))])}
	if s.first <= n[0] {
		s.first = roundNumber((n[0] + n[len(n)-1]) / 2)
	}
	if s.second <= s.first || s.second > n[len(n)-1] {
		s.second = 0
	}
	return s
}

// roundNumber rounds to one or two leading digits: 87 → 90, 163 → 160, 1240 → 1200.
func roundNumber(n int64) int64 {
	step := int64(1)
	for n/step >= 100 {
		step *= 10
	}
	if step == 1 && n >= 20 {
		step = 10
	}
	return (n + step/2) / step * step
}

func (s steps) role(children int64) Role {
	return s.of(children, [3]Role{RoleBeside1, RoleBeside2, RoleBeside3})
}

// of picks one of three widths.
func (s steps) of(n int64, roles [3]Role) Role {
	switch {
	case s.first == 0:
		return roles[1]
	case n < s.first:
		return roles[0]
	case s.second == 0 || n >= s.second:
		return roles[2]
	}
	return roles[1]
}

func (s steps) roles() []Role {
	switch {
	case s.first == 0:
		return []Role{RoleBeside2}
	case s.second == 0:
		return []Role{RoleBeside1, RoleBeside3}
	}
	return []Role{RoleBeside1, RoleBeside2, RoleBeside3}
}

func (s steps) labels(v *viewer) []string {
	switch {
	case s.first == 0:
		return []string{v.text("diagram.legend.beside")}
	case s.second == 0:
		return []string{v.text("diagram.legend.beside_under", s.first), v.text("diagram.legend.beside_from", s.first)}
	}
	return []string{v.text("diagram.legend.beside_under", s.first), v.text("diagram.legend.beside_between", s.first, s.second-1), v.text("diagram.legend.beside_from", s.second)}
}
