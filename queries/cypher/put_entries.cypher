// purpose: creates or replaces catalogue entries, settings and documents, and hangs them on their network
// parameters: $network its id; $catalogue kind of the entries; $label its label, a constant of the program; $rows a list of maps with id and properties
// columns: count
MATCH (n:Network {id: $network})
UNWIND $rows AS row
MERGE (e:Entry {network: $network, catalogue: $catalogue, id: row.id})
SET e = row.properties, e:$($label)
MERGE (n)-[:HAS]->(e)
RETURN count(e) AS count;
