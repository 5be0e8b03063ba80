-- purpose: creates or replaces a catalogue entry, the settings or a document
-- parameters: ?1 number of the network; ?2 kind; ?3 id; ?4 revision; ?5 the record as graph.Encode writes it
-- columns: none
INSERT INTO entries (network, kind, id, changed, body)
VALUES (?1, ?2, ?3, ?4, ?5)
ON CONFLICT (network, kind, id) DO UPDATE SET changed = excluded.changed, body = excluded.body;
