// purpose: Mit wie vielen Partnern arbeitet jede Einrichtung zusammen? With how many partners does each institution work?
// parameters: $network the network's id; $level lowest level, e.g. 1
// columns: institution; partners
MATCH (i:Institution {network: $network})-[r:COOPERATES_WITH]-(p)
WHERE r.level >= $level
RETURN i.name AS institution, count(DISTINCT p) AS partners
ORDER BY institution;
