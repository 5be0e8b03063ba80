// purpose: takes the lock of a network before anything is read, so that no other write of it is under way
// parameters: $network its id; $turn anything new
// columns: id
MATCH (n:Network {id: $network})
SET n.turn = $turn
RETURN n.id AS id;
