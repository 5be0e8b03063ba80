// purpose: Wer macht für dieselbe Lebensphase im selben Raum und Feld etwas, ohne sich abzustimmen? Who works side by side in one cell without coordinating?
// parameters: $network the network's id; $level lowest level that counts as together, e.g. 2
// columns: area; phase; field; one; other
MATCH (a:Institution {network: $network})-[:PROVIDES]->(x:Offer)
UNWIND x.areas AS area
UNWIND x.phases AS phase
UNWIND x.fields AS field
WITH area, phase, field, collect(DISTINCT a) AS round
UNWIND round AS a
UNWIND round AS b
WITH area, phase, field, a, b
WHERE a.id < b.id AND NOT EXISTS { MATCH (a)-[r:COOPERATES_WITH]-(b) WHERE r.level >= $level }
RETURN area AS area, phase AS phase, field AS field, a.shortName AS one, b.shortName AS other
ORDER BY area, phase, field, one, other;
