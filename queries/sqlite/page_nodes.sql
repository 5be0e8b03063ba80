-- purpose: one page of bodies for an erasure, in key order behind the last id of the page before
-- parameters: ?1 number of the network; ?2 last id; ?3 rows per page
-- columns: id; changed revision of the last change; body the record as graph.Encode writes it
SELECT id, changed, body
FROM nodes
WHERE network = ?1 AND id > ?2
ORDER BY id
LIMIT ?3;
