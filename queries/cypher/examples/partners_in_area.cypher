// purpose: Wer arbeitet mit wem in einem Planungsraum, ab welcher Stufe? Who works with whom in an area?
// parameters: $network the network's id; $area id of the area; $level lowest level, e.g. 2
// columns: one; other; level; basis
MATCH (a:Institution {network: $network})-[r:COOPERATES_WITH]->(b:Institution)
WHERE $area IN a.areas AND $area IN b.areas AND r.level >= $level
RETURN a.name AS one, b.name AS other, r.level AS level, r.basis AS basis
ORDER BY level DESC, one, other;
