// purpose: what actors are responsible for, as edges beside the list that the actor holds
// parameters: $network its id; $rows a list of maps with id of the actor, other id of the offer and properties
// columns: count
UNWIND $rows AS row
MATCH (n:Node {network: $network, id: row.id})
WITH row, n
MATCH (o:Node {network: n.network, id: row.other})
CREATE (n)-[r:RESPONSIBLE_FOR]->(o)
SET r = row.properties
RETURN count(r) AS count;
