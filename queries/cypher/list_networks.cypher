// purpose: every network with its head, sorted by id
// parameters: none
// columns: id; name; revision; rewrites; at; born which life of the network; records number of records; complete
MATCH (n:Network)
WHERE n.id IS NOT NULL AND n.complete
RETURN n.id AS id, n.name AS name, n.revision AS revision, n.rewrites AS rewrites, n.at AS at, n.born AS born, n.records AS records, n.complete AS complete
ORDER BY n.id;
