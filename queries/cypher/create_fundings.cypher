// purpose: creates fundings; a row whose ends are not there creates nothing, so the count tells
// parameters: $network its id; $rows a list of maps with source, target and properties
// columns: count
UNWIND $rows AS row
MATCH (a:Entry {network: $network, catalogue: 'funder', id: row.source})
WITH row, a
MATCH (b:Node {network: a.network, id: row.target})
CREATE (a)-[r:FUNDS]->(b)
SET r = row.properties
RETURN count(r) AS count;
