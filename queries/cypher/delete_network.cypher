// purpose: removes the node of a hidden network, last of all
// parameters: $network its id; $token who removes it
// columns: none
MATCH (n:Network {id: $network})
WHERE n.token = $token AND NOT n.complete
DETACH DELETE n;
