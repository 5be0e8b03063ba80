package graph

import (
	"context"
	"iter"
	"time"
)

// Head tells where a network stands.
type Head struct {
	ID       NetworkID
	Name     string
	Revision Revision
	Rewrites int64     // counts erasures: part of every ETag and memo key
	At       time.Time // of the last Change
}

// Info is what a store says of itself.
type Info struct {
	Product  string // "SQLite", "Neo4j"
	Version  string
	Schema   int64
	Writable bool
}

// Store keeps networks: the head of each and every Change that led there. It computes nothing. Revisions never change, so
// Load and then History(1, its revision) is a consistent backup. All methods are safe for concurrent use, return *Error,
// and give Unavailable when the database is away. graph/storetest holds this promise as a test.
type Store interface {
	// Networks lists complete networks only, sorted by id.
	Networks(ctx context.Context) ([]Head, error)
	// Head is one indexed read. NotFound if there is no such network.
	Head(ctx context.Context, n NetworkID) (Head, error)
	// Load gives exactly one revision, also beside a writer. NotFound.
	Load(ctx context.Context, n NetworkID) (*Snapshot, error)
	// Commit stores c whole or not at all and returns its revision. A known c.ID is answered with the revision it got,
	// before Base is compared; the same ID with another Digest is Conflict. Then Stale unless the head is at Base; Base 0
	// creates the network. The store checks c against its own head by Apply's rules (a wrong Op is Conflict or Invalid and stores nothing).
	// A Change without Ops is only the look-up: NotFound if its ID is unknown.
	Commit(ctx context.Context, c Change) (Revision, error)
	// History streams the changes from…to, both included; from > to runs backwards. Revisions outside what exists are
	// left out. NotFound if there is no such network.
	History(ctx context.Context, n NetworkID, from, to Revision) iter.Seq2[Change, error]
	// Restore writes a whole network with its history where none is (else Conflict); nobody sees it before it is complete.
	Restore(ctx context.Context, s *Snapshot, h iter.Seq2[Change, error]) error
	// Rewrite erases: f maps every record in head and history (nil drops the value's content is not allowed: f returns a
	// record of the same key). Revisions stay, Rewrites grows by one if anything changed. Idempotent.
	Rewrite(ctx context.Context, n NetworkID, f func(Record) Record) error
	// Drop removes a network with its history. NotFound.
	Drop(ctx context.Context, n NetworkID) error
	// Check asks the database; Unavailable.
	Check(ctx context.Context) (Info, error)
	Close() error
}
