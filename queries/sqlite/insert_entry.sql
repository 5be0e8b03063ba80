-- purpose: creates a catalogue entry, the settings or a document that is not there yet
-- parameters: ?1 number of the network; ?2 kind; ?3 id; ?4 revision; ?5 the record as graph.Encode writes it
-- columns: none
INSERT INTO entries (network, kind, id, changed, body)
VALUES (?1, ?2, ?3, ?4, ?5);
