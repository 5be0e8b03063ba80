-- purpose: removes an institution, actor or offer; the commit fails while an edge ends there
-- parameters: ?1 number of the network; ?2 id
-- columns: none
DELETE FROM nodes
WHERE network = ?1 AND id = ?2;
