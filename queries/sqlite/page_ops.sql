-- purpose: one page of the history's bodies for an erasure, in key order behind the last key of the page before
-- parameters: ?1 number of the network; ?2 last revision; ?3 last kind; ?4 last id; ?5 rows per page
-- columns: revision; kind; id; before the record as graph.Encode writes it or null; after the record or null
SELECT revision, kind, id, before, after
FROM ops
WHERE network = ?1 AND (revision, kind, id) > (?2, ?3, ?4)
ORDER BY revision, kind, id
LIMIT ?5;
