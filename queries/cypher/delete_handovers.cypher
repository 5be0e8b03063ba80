// purpose: removes handovers
// parameters: $network its id; $ids a list of ids
// columns: count
UNWIND $ids AS id
MATCH ()-[r:HANDS_OVER_TO {network: $network, id: id}]->()
DELETE r
RETURN count(*) AS count;
