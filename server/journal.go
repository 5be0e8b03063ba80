package server

import (
	"encoding/json"
	"os"
	"slices"
	"sync"
	"time"

	"miteinander/graph"
)

// What became of an import that was not stored. One that was is in the history of its network.
const (
	attemptRunning   = "running"
	attemptCancelled = "cancelled"
	attemptFailed    = "failed"
	attemptAborted   = "aborted" // the service ended under it
)

// attempt is an import that runs, or that ended without having stored anything.
type attempt struct {
	ID      string          `json:"id"`
	Network graph.NetworkID `json:"network,omitempty"`
	File    string          `json:"file"`
	Hash    string          `json:"sha256"`
	Author  string          `json:"author"`
	At      time.Time       `json:"at"`
	State   string          `json:"state"`
}

func attemptOf(j *importJob, at time.Time, state string) attempt {
	return attempt{j.id, j.network, j.file, hexOf(j.hash[:]), j.author, at.UTC(), state}
}

// How many attempts are kept, and how long.
const (
	attemptsKept = 100
	attemptsAge  = 90 * 24 * time.Hour
)

// journal keeps attempts in a small file, so that after a crash people see what they had begun. Without a path it is in memory.
type journal struct {
	mu   sync.Mutex
	path string
	rows []attempt
	fail func(error)
}

// openJournal reads what an earlier service wrote: what ran then was broken off.
func openJournal(path string, now time.Time, fail func(error)) *journal {
	j := &journal{path: path, fail: fail}
	if path == "" {
		return j
	}
	b, err := os.ReadFile(path)
	if err != nil || json.Unmarshal(b, &j.rows) != nil {
		j.rows = nil
		return j
	}
	j.rows = slices.DeleteFunc(j.rows, func(a attempt) bool { return now.Sub(a.At) > attemptsAge })
	for i := range j.rows {
		if j.rows[i].State == attemptRunning {
			j.rows[i].State = attemptAborted
		}
	}
	j.save()
	return j
}

// note writes down what an attempt is now.
func (j *journal) note(a attempt) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.rows = append(slices.DeleteFunc(j.rows, func(x attempt) bool { return x.ID == a.ID }), a)
	j.rows = j.rows[max(len(j.rows)-attemptsKept, 0):]
	j.save()
}

// forget takes an attempt off the list: it went well.
func (j *journal) forget(id string) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.rows = slices.DeleteFunc(j.rows, func(x attempt) bool { return x.ID == id })
	j.save()
}

// of are the attempts of a network that ended, oldest first.
func (j *journal) of(n graph.NetworkID) []attempt {
	j.mu.Lock()
	defer j.mu.Unlock()
	var out []attempt
	for _, a := range j.rows {
		if a.Network == n && a.State != attemptRunning {
			out = append(out, a)
		}
	}
	return out
}

func (j *journal) save() {
	if j.path == "" {
		return
	}
	b, err := json.MarshalIndent(j.rows, "", " ")
	if err == nil {
		if err = os.WriteFile(j.path+".new", b, 0o600); err == nil {
			err = os.Rename(j.path+".new", j.path)
		}
	}
	if err != nil && j.fail != nil {
		j.fail(err) // an import does not fail for its note
	}
}
