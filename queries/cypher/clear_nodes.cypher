// purpose: removes some institutions, actors and offers with their edges of a hidden network
// parameters: $network its id; $limit how many at most
// columns: gone how many
MATCH (x:Node {network: $network})
WHERE x.id IS NOT NULL
WITH x LIMIT $limit
DETACH DELETE x
RETURN count(*) AS gone;
