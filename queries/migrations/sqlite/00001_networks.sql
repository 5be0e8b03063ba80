-- +goose Up

-- "MITE": tells our files from those of other programs.
PRAGMA application_id = 1296651333;

-- One row per network: its head. num is never used twice (AUTOINCREMENT), so that a network that was dropped and created
-- again is not taken for the old one. at is in milliseconds since 1970 (UTC).
CREATE TABLE networks (
    num      INTEGER PRIMARY KEY AUTOINCREMENT,
    id       TEXT    NOT NULL UNIQUE CHECK (id <> ''),
    name     TEXT    NOT NULL,
    revision INTEGER NOT NULL CHECK (revision > 0),
    rewrites INTEGER NOT NULL CHECK (rewrites >= 0),
    at       INTEGER NOT NULL
) STRICT;

-- Institutions, actors and offers share one space of ids. body is the record as graph.Encode writes it; changed is the
-- revision of its last change.
CREATE TABLE nodes (
    network INTEGER NOT NULL REFERENCES networks (num) ON DELETE CASCADE,
    id      TEXT    NOT NULL CHECK (id <> ''),
    kind    TEXT    NOT NULL CHECK (kind IN ('institution', 'actor', 'offer')),
    changed INTEGER NOT NULL,
    body    TEXT    NOT NULL CHECK (json_valid(body)),
    PRIMARY KEY (network, id)
) STRICT, WITHOUT ROWID;

-- Catalogues, settings, targets, measures, goals and documents: whatever is neither node nor edge.
CREATE TABLE entries (
    network INTEGER NOT NULL REFERENCES networks (num) ON DELETE CASCADE,
    kind    TEXT    NOT NULL,
    id      TEXT    NOT NULL CHECK (id <> ''),
    changed INTEGER NOT NULL,
    body    TEXT    NOT NULL,
    PRIMARY KEY (network, kind, id)
) STRICT, WITHOUT ROWID;

-- Cooperations, hand-overs, memberships, fundings. An edge ends at nodes of its own network or is not there: source and
-- target, or for a funding the funder (entry) and target; a hand-over names its type of transition (entry).
CREATE TABLE edges (
    network    INTEGER NOT NULL REFERENCES networks (num) ON DELETE CASCADE,
    kind       TEXT    NOT NULL CHECK (kind IN ('cooperation', 'handover', 'membership', 'funding')),
    id         TEXT    NOT NULL CHECK (id <> ''),
    source     TEXT,
    target     TEXT    NOT NULL,
    entry_kind TEXT,
    entry      TEXT,
    changed    INTEGER NOT NULL,
    body       TEXT    NOT NULL CHECK (json_valid(body)),
    PRIMARY KEY (network, kind, id),
    CHECK ((source IS NULL) = (kind = 'funding')),
    CHECK ((entry IS NULL) = (kind IN ('cooperation', 'membership')) AND (entry IS NULL) = (entry_kind IS NULL)),
    FOREIGN KEY (network, source) REFERENCES nodes (network, id) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (network, target) REFERENCES nodes (network, id) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (network, entry_kind, entry) REFERENCES entries (network, kind, id) DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;

CREATE INDEX edges_source ON edges (network, source);
CREATE INDEX edges_target ON edges (network, target);
CREATE INDEX edges_entry ON edges (network, entry_kind, entry);

-- The history: one row per change and one per record that it changed.
CREATE TABLE changes (
    network  INTEGER NOT NULL REFERENCES networks (num) ON DELETE CASCADE,
    revision INTEGER NOT NULL CHECK (revision > 0),
    op_id    TEXT    NOT NULL CHECK (op_id <> ''),
    at       INTEGER NOT NULL,
    author   TEXT    NOT NULL,
    cause    TEXT    NOT NULL,
    undoes   INTEGER NOT NULL,
    note     TEXT    NOT NULL,
    digest   BLOB    NOT NULL CHECK (length(digest) = 32),
    PRIMARY KEY (network, revision),
    UNIQUE (network, op_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE ops (
    network  INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    kind     TEXT    NOT NULL,
    id       TEXT    NOT NULL,
    before   TEXT,
    after    TEXT,
    since    INTEGER NOT NULL,
    PRIMARY KEY (network, revision, kind, id),
    FOREIGN KEY (network, revision) REFERENCES changes (network, revision) ON DELETE CASCADE,
    CHECK (before IS NOT NULL OR after IS NOT NULL)
) STRICT, WITHOUT ROWID;
