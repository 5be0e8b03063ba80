// purpose: removes fundings
// parameters: $network its id; $ids a list of ids
// columns: count
UNWIND $ids AS id
MATCH ()-[r:FUNDS {network: $network, id: id}]->()
DELETE r
RETURN count(*) AS count;
