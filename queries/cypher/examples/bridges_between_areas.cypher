// purpose: Welche Einrichtungen verbinden zwei Planungsräume, weil sie in beiden Partner haben? Which institutions bridge two areas?
// parameters: $network the network's id; $one id of the one area; $other id of the other; $level lowest level, e.g. 1
// columns: institution; partners_one; partners_other
MATCH (i:Institution {network: $network})-[r:COOPERATES_WITH]-(p:Institution)
WHERE r.level >= $level AND size(p.areas) = 1
WITH i, collect(DISTINCT CASE WHEN $one IN p.areas THEN p.name END) AS partners_one,
     collect(DISTINCT CASE WHEN $other IN p.areas THEN p.name END) AS partners_other
WHERE size(partners_one) > 0 AND size(partners_other) > 0
RETURN i.name AS institution, partners_one AS partners_one, partners_other AS partners_other
ORDER BY institution;
