// purpose: removes institutions, actors and offers; fails while an edge ends there
// parameters: $network its id; $ids a list of ids
// columns: count
UNWIND $ids AS id
MATCH (n:Node {network: $network, id: id})
DELETE n
RETURN count(*) AS count;
