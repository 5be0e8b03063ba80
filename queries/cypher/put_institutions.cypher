// purpose: creates or replaces institutions
// parameters: $network its id; $rows a list of maps with id and properties
// columns: count
UNWIND $rows AS row
MERGE (n:Node {network: $network, id: row.id})
SET n = row.properties, n:Institution
RETURN count(n) AS count;
