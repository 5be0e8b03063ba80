-- purpose: every institution, actor and offer of a network
-- parameters: ?1 number of the network
-- columns: changed revision of the last change; body the record as graph.Encode writes it
SELECT changed, body
FROM nodes
WHERE network = ?1;
