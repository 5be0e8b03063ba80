// purpose: Welche Einrichtungen haben die meisten Partner? Which institutions have the most partners?
// parameters: $network the network's id; $level lowest level, e.g. 1; $limit how many
// columns: institution; partners
MATCH (i:Institution {network: $network})-[r:COOPERATES_WITH]-(p)
WHERE r.level >= $level
RETURN i.name AS institution, count(DISTINCT p) AS partners
ORDER BY partners DESC, institution
LIMIT $limit;
