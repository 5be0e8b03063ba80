// purpose: moves the head after a change was written
// parameters: $network its id; $properties name, revision, at, records
// columns: id
MATCH (n:Network {id: $network})
SET n += $properties
RETURN n.id AS id;
