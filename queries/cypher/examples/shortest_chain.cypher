// purpose: Über welche Partner kommt man am kürzesten von einer Einrichtung zur anderen? What is the shortest chain of partners between two institutions?
// parameters: $network the network's id; $from id of the one institution; $to id of the other; $level lowest level, e.g. 1
// columns: steps; chain
MATCH (a:Node {network: $network, id: $from})
WITH a
MATCH (b:Node {network: a.network, id: $to})
WITH a, b
MATCH p = shortestPath((a)-[:COOPERATES_WITH*..15]-(b))
WHERE all(r IN relationships(p) WHERE r.level >= $level)
RETURN length(p) AS steps, [n IN nodes(p) | n.name] AS chain;
