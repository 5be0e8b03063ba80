// purpose: where actors belong, as edges beside the property that the actor holds
// parameters: $network its id; $rows a list of maps with id of the actor, other id of the institution and properties
// columns: count
UNWIND $rows AS row
MATCH (n:Node {network: $network, id: row.id})
WITH row, n
MATCH (i:Node {network: n.network, id: row.other})
CREATE (n)-[r:BELONGS_TO]->(i)
SET r = row.properties
RETURN count(r) AS count;
