// purpose: creates or replaces actors
// parameters: $network its id; $rows a list of maps with id and properties
// columns: count
UNWIND $rows AS row
MERGE (n:Node {network: $network, id: row.id})
SET n = row.properties, n:Actor
RETURN count(n) AS count;
