// purpose: removes some changes with their ops of a hidden network
// parameters: $network its id; $limit how many at most
// columns: gone how many
MATCH (x:Change {network: $network})
WHERE x.revision IS NOT NULL
WITH x LIMIT $limit
OPTIONAL MATCH (x)-[:DID]->(o:Ops)
DETACH DELETE o
WITH DISTINCT x
DETACH DELETE x
RETURN count(*) AS gone;
