// purpose: what changes did to records: nodes with parallel lists, so that a large change is few nodes
// parameters: $network its id; $rows a list of maps with revision and properties
// columns: count
UNWIND $rows AS row
MATCH (c:Change {network: $network, revision: row.revision})
CREATE (c)-[:DID]->(o:Ops)
SET o = row.properties
RETURN count(o) AS count;
