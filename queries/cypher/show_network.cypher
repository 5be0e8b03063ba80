// purpose: shows a network once all of it is written
// parameters: $network its id; $token who wrote it
// columns: id
MATCH (n:Network {id: $network})
WHERE n.token = $token AND NOT n.complete
SET n.complete = true
REMOVE n.token, n.beat, n.step
RETURN n.id AS id;
