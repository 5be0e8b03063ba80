package worker

import (
	"fmt"
	"strings"
	"time"
)

// Reason says why a job gave no result.
type Reason string

// The reasons. Busy is the only one that is worth trying again unchanged.
const (
	Busy     Reason = "busy"      // all places and the queue are taken; RetryAfter says when to come again
	TimedOut Reason = "timed_out" // the child ran longer than its wall limit and was killed
	TooLarge Reason = "too_large" // the input or the output passed its limit
	Failed   Reason = "failed"    // the child ended with an error, or died (of memory, of a fault)
	Missing  Reason = "missing"   // the program could not be started
	Canceled Reason = "canceled"  // the caller's context ended first
)

// Error is the only error that [Pool.Run] returns.
type Error struct {
	Reason     Reason
	RetryAfter time.Duration // set with Busy: a guess from the jobs of the last minutes, at least a second
	Stderr     string        // the child's last words, at most a few KiB; for the log, never for the screen
	Err        error
}

// Error tells the reason and, for the log, what the child said last.
func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "worker: %s", e.Reason)
	if e.Err != nil {
		fmt.Fprintf(&b, ": %v", e.Err)
	}
	if e.Stderr != "" {
		fmt.Fprintf(&b, ": %s", e.Stderr)
	}
	return b.String()
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }
