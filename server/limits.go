package server

import (
	"time"

	"golang.org/x/time/rate"
)

// limits bound what is expensive, for the whole installation (safety.md, C). There are no sessions yet, and a program that serves
// one owner on the loopback has nobody to be fair to; limits per session come with the accounts.
type limits struct {
	imports *rate.Limiter
}

func newLimits() limits {
	// Twenty an hour; the burst is a morning's work of correcting one file again and again.
	return limits{imports: rate.NewLimiter(rate.Every(3*time.Minute), 60)}
}
