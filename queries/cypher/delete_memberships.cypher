// purpose: removes memberships
// parameters: $network its id; $ids a list of ids
// columns: count
UNWIND $ids AS id
MATCH ()-[r:MEMBER_OF {network: $network, id: id}]->()
DELETE r
RETURN count(*) AS count;
