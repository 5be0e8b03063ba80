// purpose: removes cooperations
// parameters: $network its id; $ids a list of ids
// columns: count
UNWIND $ids AS id
MATCH ()-[r:COOPERATES_WITH {network: $network, id: id}]->()
DELETE r
RETURN count(*) AS count;
