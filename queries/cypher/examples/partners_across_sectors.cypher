// purpose: Wie viele abgestimmte Kooperationen gibt es zwischen je zwei Ressorts? How many cooperations are there between each two sectors?
// parameters: $network the network's id; $level lowest level, e.g. 2
// columns: one; other; cooperations
MATCH (a:Institution {network: $network})-[r:COOPERATES_WITH]->(b:Institution)
WHERE r.level >= $level AND a.sector <> b.sector
WITH CASE WHEN a.sector < b.sector THEN [a.sector, b.sector] ELSE [b.sector, a.sector] END AS pair, count(*) AS cooperations
RETURN pair[0] AS one, pair[1] AS other, cooperations
ORDER BY cooperations DESC, one, other;
