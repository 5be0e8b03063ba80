-- purpose: creates or replaces an institution, actor or offer
-- parameters: ?1 number of the network; ?2 id; ?3 kind; ?4 revision; ?5 the record as graph.Encode writes it
-- columns: none
INSERT INTO nodes (network, id, kind, changed, body)
VALUES (?1, ?2, ?3, ?4, ?5)
ON CONFLICT (network, id) DO UPDATE SET changed = excluded.changed, body = excluded.body
WHERE nodes.kind = excluded.kind;
