-- purpose: creates an institution, actor or offer that is not there yet
-- parameters: ?1 number of the network; ?2 id; ?3 kind; ?4 revision; ?5 the record as graph.Encode writes it
-- columns: none
INSERT INTO nodes (network, id, kind, changed, body)
VALUES (?1, ?2, ?3, ?4, ?5);
