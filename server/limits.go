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
	// Sixty an hour; the burst is a day's work of bringing in the lists of many partners and correcting them again and again.
	return limits{imports: rate.NewLimiter(rate.Every(time.Minute), 200)}
}
