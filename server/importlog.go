package server

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"sync"
	"time"

	"miteinander/graph"
	"miteinander/graph/exchange"
	"miteinander/graph/hub"
	"miteinander/server/account"
)

func hexOf(b []byte) string { return hex.EncodeToString(b) }

func textHash(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hexOf(sum[:])
}

// ImportLine is one import of a network: stored, taken back, or ended before.
type ImportLine struct {
	Revision    graph.Revision `json:"revision,omitempty" doc:"Left out where nothing was stored"`
	At          time.Time      `json:"at"`
	Author      string         `json:"author" doc:"Account id, never a name"`
	File        string         `json:"file"`
	Hash        string         `json:"sha256" doc:"Of the file; of old imports its first 16 digits"`
	Mapping     string         `json:"mapping,omitempty" doc:"Name of the mapping that was used"`
	MappingHash string         `json:"mapping_sha256,omitempty"`
	To          string         `json:"to,omitempty" doc:"Of a list that came back: who had it"`
	New         int            `json:"new"`
	Changed     int            `json:"changed"`
	Removed     int            `json:"removed"`
	LeftOut     int            `json:"left_out,omitempty" doc:"Rows with errors"`
	Outcome     string         `json:"outcome" enum:"stored,undone,cancelled,failed,aborted"`
	CanUndo     bool           `json:"can_undo"`
}

type importsOut struct {
	Body struct {
		Imports []ImportLine   `json:"imports" nullable:"false" doc:"Newest first"`
		Before  graph.Revision `json:"before,omitempty" doc:"Older changes than that were not looked at"`
	}
}

// importsScanned bounds how many changes are looked through for imports when a network is asked about first.
const importsScanned = 5000

// importLog keeps what the histories say of imports, so that each change is read once.
type importLog struct {
	mu    sync.Mutex
	known map[graph.NetworkID]*knownImports
}

type knownImports struct {
	from, upTo graph.Revision
	rewrites   int64
	lines      []ImportLine // ascending
	undoes     map[graph.Revision]graph.Revision
}

// listImports are the imports of a network, newest first: those of its history, and those that ended without storing anything.
func (s *Server) listImports(ctx context.Context, a account.Access, _ *networkIn) (*importsOut, error) {
	k, err := s.importLog.of(ctx, a.Network())
	if err != nil {
		return nil, err
	}
	out := &importsOut{}
	out.Body.Imports = []ImportLine{}
	if k.from > 1 {
		out.Body.Before = k.from
	}
	for _, l := range k.lines {
		if k.undone(l.Revision) {
			l.Outcome = "undone"
		}
		l.CanUndo = l.Outcome == "stored" && l.Revision > 1
		out.Body.Imports = append(out.Body.Imports, l)
	}
	for _, x := range s.journal.of(a.Network().ID()) {
		out.Body.Imports = append(out.Body.Imports, ImportLine{At: x.At, Author: x.Author, File: x.File, Hash: x.Hash, Outcome: x.State})
	}
	slices.SortStableFunc(out.Body.Imports, func(a, b ImportLine) int { return b.At.Compare(a.At) })
	return out, nil
}

// undone follows undo and redo of a change.
func (k *knownImports) undone(r graph.Revision) bool {
	gone := false
	for by := r; ; gone = !gone {
		next := graph.Revision(0)
		for rev, what := range k.undoes {
			if what == by && rev > next {
				next = rev
			}
		}
		if next == 0 {
			return gone
		}
		by = next
	}
}

// of reads what is new in the history since the last time.
func (il *importLog) of(ctx context.Context, n *hub.Network) (*knownImports, error) {
	il.mu.Lock()
	defer il.mu.Unlock()
	head := n.Head().Head()
	k := il.known[n.ID()]
	if k == nil || k.rewrites != head.Rewrites || k.upTo > head.Revision {
		k = &knownImports{from: max(head.Revision-importsScanned, 0) + 1, rewrites: head.Rewrites, undoes: map[graph.Revision]graph.Revision{}}
		k.upTo = k.from - 1
	}
	if k.upTo < head.Revision {
		next := &knownImports{k.from, k.upTo, k.rewrites, slices.Clone(k.lines), k.undoes}
		for c, err := range n.History(ctx, k.upTo+1, head.Revision) {
			if err != nil {
				return nil, err
			}
			next.upTo = c.Revision()
			if c.Undoes > 0 {
				next.undoes[c.Revision()] = c.Undoes
			}
			if c.Cause == graph.CauseImport {
				next.lines = append(next.lines, importLine(c))
			}
		}
		k = next
	}
	if il.known == nil || len(il.known) > 200 {
		il.known = map[graph.NetworkID]*knownImports{}
	}
	il.known[n.ID()] = k
	return k, nil
}

func importLine(c graph.Change) ImportLine {
	note := exchange.ParseImportNote(c.Note)
	l := ImportLine{Revision: c.Revision(), At: c.At, Author: c.Author, File: note.File, Hash: note.Hash, Mapping: note.Mapping, MappingHash: note.MappingHash,
		To: note.To, LeftOut: note.LeftOut, Outcome: "stored"}
	l.New, l.Changed, l.Removed = exchange.CountOps(c.Ops)
	return l
}

// noteOf is what the change of an import says of it.
func (j *importJob) noteOf(ops []graph.Op, leftOut int) string {
	n := exchange.ImportNote{File: j.file, Hash: hexOf(j.hash[:]), LeftOut: leftOut}
	n.New, n.Changed, n.Removed = exchange.CountOps(ops)
	if j.mapping != nil {
		n.Mapping, n.MappingHash = j.known, j.mappingHash
		for _, r := range j.keep {
			if d, ok := r.(*graph.Document); ok && d.Type == docMapping {
				n.Mapping, n.MappingHash = string(d.ID), textHash(d.Body)
			}
		}
	}
	if j.back != nil {
		n.To = strings.TrimSpace(j.back.Sent.To)
	}
	return n.String()
}
