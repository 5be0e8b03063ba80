// purpose: counts an erasure and takes over the name that it left
// parameters: $network its id; $name the name
// columns: rewrites
MATCH (n:Network {id: $network})
SET n.rewrites = n.rewrites + 1, n.name = $name
RETURN n.rewrites AS rewrites;
