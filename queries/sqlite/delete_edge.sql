-- purpose: removes an edge
-- parameters: ?1 number of the network; ?2 kind; ?3 id
-- columns: none
DELETE FROM edges
WHERE network = ?1 AND kind = ?2 AND id = ?3;
