-- purpose: creates or replaces an edge
-- parameters: ?1 number of the network; ?2 kind; ?3 id; ?4 node it starts from or null; ?5 node it leads to;
--   ?6 kind of the catalogue entry that it names or null; ?7 that entry or null; ?8 revision; ?9 the record as graph.Encode writes it
-- columns: none
INSERT INTO edges (network, kind, id, source, target, entry_kind, entry, changed, body)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
ON CONFLICT (network, kind, id) DO UPDATE
SET source = excluded.source, target = excluded.target, entry_kind = excluded.entry_kind, entry = excluded.entry,
    changed = excluded.changed, body = excluded.body;
