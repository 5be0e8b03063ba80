-- purpose: one page of bodies for an erasure, in key order behind the last key of the page before
-- parameters: ?1 number of the network; ?2 last kind; ?3 last id; ?4 rows per page
-- columns: kind; id; changed revision of the last change; body the record as graph.Encode writes it
SELECT kind, id, changed, body
FROM edges
WHERE network = ?1 AND (kind, id) > (?2, ?3)
ORDER BY kind, id
LIMIT ?4;
