// purpose: removes some catalogue entries and documents of a hidden network
// parameters: $network its id; $limit how many at most
// columns: gone how many
MATCH (x:Entry {network: $network})
WHERE x.catalogue IS NOT NULL AND x.id IS NOT NULL
WITH x LIMIT $limit
DETACH DELETE x
RETURN count(*) AS gone;
