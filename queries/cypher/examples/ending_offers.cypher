// purpose: Welche geförderten Angebote enden bis zu einem Tag, und wen erreichen sie? Which funded offers end by a day, and whom do they serve?
// parameters: $network the network's id; $day a date
// columns: until; offer; institution; funder; phases
MATCH (f:Funder {network: $network})-[r:FUNDS]->(o:Offer)<-[:PROVIDES {lead: true}]-(i:Institution)
WHERE r.until <= $day
RETURN r.until AS until, o.name AS offer, i.name AS institution, f.name AS funder, o.phases AS phases
ORDER BY until, offer;
