// purpose: tells that whoever writes or removes a hidden network is still at it; no row when another took over
// parameters: $network its id; $token who writes
// columns: id
MATCH (n:Network {id: $network})
WHERE n.token = $token AND NOT n.complete
SET n.beat = timestamp()
RETURN n.id AS id;
