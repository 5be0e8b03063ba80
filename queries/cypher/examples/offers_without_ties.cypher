// purpose: Welche Angebote einer Lebensphase haben Einrichtungen, die mit niemandem abgestimmt sind? Which offers of a phase belong to institutions without ties?
// parameters: $network the network's id; $phase id of the phase; $level lowest level that counts as a tie, e.g. 2
// columns: offer; institution
MATCH (i:Institution {network: $network})-[:PROVIDES]->(o:Offer)
WHERE $phase IN o.phases
  AND NOT EXISTS { MATCH (i)-[r:COOPERATES_WITH]-() WHERE r.level >= $level }
RETURN o.name AS offer, i.name AS institution
ORDER BY offer, institution;
