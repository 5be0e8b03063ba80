// purpose: who provides offers, as edges beside the list that the offer holds; the first leads
// parameters: $network its id; $rows a list of maps with id of the offer, other id of the institution and properties
// columns: count
UNWIND $rows AS row
MATCH (n:Node {network: $network, id: row.id})
WITH row, n
MATCH (i:Node {network: n.network, id: row.other})
CREATE (i)-[r:PROVIDES]->(n)
SET r = row.properties
RETURN count(r) AS count;
