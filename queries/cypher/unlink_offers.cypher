// purpose: takes back who provides offers, before it is written anew
// parameters: $network its id; $ids a list of ids of offers
// columns: count
UNWIND $ids AS id
MATCH (n:Node {network: $network, id: id})<-[r:PROVIDES]-(:Institution)
DELETE r
RETURN count(*) AS count;
