package analysis

// Options of a measure that takes time.
type Options struct {
	// Workers is the number of goroutines; 0 means as many as there are cores.
	// Results do not depend on it.
	Workers int
	// Progress, if set, is told the share that is done, from 0 to 1, rising, on
	// the caller's goroutine.
	Progress func(done float64)
}
