// purpose: one page of changes with their ops, oldest first; a change repeats for each part of its ops
// parameters: $network its id; $low lowest revision; $high highest revision
// columns: change properties of the change; ops properties of a part of its ops
MATCH (c:Change {network: $network})
WHERE $low <= c.revision <= $high
OPTIONAL MATCH (c)-[:DID]->(o:Ops)
RETURN properties(c) AS change, properties(o) AS ops
ORDER BY c.revision, o.part;
