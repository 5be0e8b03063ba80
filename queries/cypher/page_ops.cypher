// purpose: one page of the history's parts, for an erasure
// parameters: $network its id; $after last revision of the page before; $limit how many changes
// columns: node internal id within this transaction; ops properties of the part; revision
MATCH (c:Change {network: $network})
WHERE c.revision > $after
WITH c ORDER BY c.revision LIMIT $limit
MATCH (c)-[:DID]->(o:Ops)
RETURN elementId(o) AS node, properties(o) AS ops, c.revision AS revision
ORDER BY revision;
