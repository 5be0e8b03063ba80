package findings

import "math/bits"

// set is institutions as bits, so that 64 of them are counted or compared at once. Sets that meet are of one length.
type set []uint64

func newSet(n int) set { return make(set, (n+63)/64) }

func (s set) has(i int32) bool { return s[i>>6]>>(i&63)&1 != 0 }

func (s set) add(i int32) { s[i>>6] |= 1 << (i & 63) }

func (s set) drop(i int32) { s[i>>6] &^= 1 << (i & 63) }

// fill puts the first n in and takes all others out.
func (s set) fill(n int) {
	for w := range s {
		s[w] = ^uint64(0)
	}
	if n%64 != 0 {
		s[len(s)-1] = 1<<(n%64) - 1
	}
}

// count is how many are in.
func (s set) count() int {
	n := 0
	for _, x := range s {
		n += bits.OnesCount64(x)
	}
	return n
}

// both is how many are in this set and in the other one.
func (s set) both(other set) int {
	n := 0
	other = other[:len(s)]
	for w, x := range s {
		n += bits.OnesCount64(x & other[w])
	}
	return n
}

// unite adds the other set.
func (s set) unite(other set) {
	other = other[:len(s)]
	for w := range s {
		s[w] |= other[w]
	}
}

// except takes the other set out.
func (s set) except(other set) {
	other = other[:len(s)]
	for w := range s {
		s[w] &^= other[w]
	}
}

// meet becomes what is in both of two sets.
func (s set) meet(x, y set) {
	x, y = x[:len(s)], y[:len(s)]
	for w := range s {
		s[w] = x[w] & y[w]
	}
}

// each walks those that are in.
func (s set) each(yield func(int32) bool) {
	for w, x := range s {
		for ; x != 0; x &= x - 1 {
			if !yield(int32(w<<6 + bits.TrailingZeros64(x))) {
				return
			}
		}
	}
}
