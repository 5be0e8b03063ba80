// purpose: takes the kind of nodes away that come back as another kind of node, so that their relationships stay
// parameters: $network its id; $ids a list of ids
// columns: count
UNWIND $ids AS id
MATCH (n:Node {network: $network, id: id})
REMOVE n:Institution:Actor:Offer
RETURN count(n) AS count;
