// purpose: a new network; fails where the id is taken. One that is not complete is seen by nobody
// parameters: $network its id; $properties name, revision, rewrites, at, born, records, complete, and for one that is not complete token and beat
// columns: id
CREATE (n:Network {id: $network})
SET n += $properties
RETURN n.id AS id;
