-- purpose: creates an edge that is not there yet
-- parameters: ?1 number of the network; ?2 kind; ?3 id; ?4 node it starts from or null; ?5 node it leads to;
--   ?6 kind of the catalogue entry that it names or null; ?7 that entry or null; ?8 revision; ?9 the record as graph.Encode writes it
-- columns: none
INSERT INTO edges (network, kind, id, source, target, entry_kind, entry, changed, body)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9);
