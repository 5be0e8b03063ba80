// purpose: takes a network out of sight before it is removed in steps; the lock is held
// parameters: $network its id; $token who removes it
// columns: id
MATCH (n:Network {id: $network})
SET n.complete = false, n.token = $token, n.beat = timestamp()
RETURN n.id AS id;
