// purpose: Wer und was gehört zum Umfeld einer Einrichtung? Who and what surrounds an institution?
// parameters: $network the network's id; $id id of the institution
// columns: relation; neighbour; kind
MATCH (i:Node {network: $network, id: $id})-[r]-(n)
RETURN type(r) AS relation, n.name AS neighbour, [l IN labels(n) WHERE l <> 'Node' AND l <> 'Entry'][0] AS kind
ORDER BY relation, neighbour;
