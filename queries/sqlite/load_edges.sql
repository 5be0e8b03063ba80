-- purpose: every cooperation, hand-over, membership and funding of a network
-- parameters: ?1 number of the network
-- columns: changed revision of the last change; body the record as graph.Encode writes it
SELECT changed, body
FROM edges
WHERE network = ?1;
