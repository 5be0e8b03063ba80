// purpose: the head of one network, also of one that is not complete
// parameters: $network its id
// columns: id; name; revision; rewrites; at; born which life of the network; records number of records; complete
MATCH (n:Network {id: $network})
RETURN n.id AS id, n.name AS name, n.revision AS revision, n.rewrites AS rewrites, n.at AS at, n.born AS born, n.records AS records, n.complete AS complete;
