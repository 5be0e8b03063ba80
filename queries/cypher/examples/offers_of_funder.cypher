// purpose: Was trägt ein Fördergeber, und bis wann? What does a funder carry, and until when?
// parameters: $network the network's id; $funder name of the funder
// columns: offer; programme; until; renewal
MATCH (f:Funder {network: $network})-[r:FUNDS]->(o)
WHERE f.name = $funder
RETURN o.name AS offer, r.programme AS programme, r.until AS until, r.renewal AS renewal
ORDER BY until, offer;
