// purpose: replaces the bodies of parts of the history after an erasure
// parameters: $rows a list of maps with node, before and after
// columns: count
UNWIND $rows AS row
MATCH (o:Ops)
WHERE elementId(o) = row.node
SET o.before = row.before, o.after = row.after
RETURN count(o) AS count;
