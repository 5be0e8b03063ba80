// purpose: takes back where actors belong and what they are responsible for, before it is written anew
// parameters: $network its id; $ids a list of ids of actors
// columns: count
UNWIND $ids AS id
MATCH (n:Node {network: $network, id: id})-[r:BELONGS_TO|RESPONSIBLE_FOR]->(:Node)
DELETE r
RETURN count(*) AS count;
