// purpose: replaces the bodies of parts of the history after an erasure
// parameters: $rows a list of maps with node and properties: before and after, or packed
// columns: count
UNWIND $rows AS row
MATCH (o:Ops)
WHERE elementId(o) = row.node
SET o += row.properties
RETURN count(o) AS count;
