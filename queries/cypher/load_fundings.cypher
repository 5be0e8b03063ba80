// purpose: every funding of a network
// parameters: $network its id
// columns: properties; source id of the node it starts from; target id of the node it leads to
MATCH ()-[r:FUNDS {network: $network}]->()
WHERE r.id IS NOT NULL
RETURN properties(r) AS properties, startNode(r).id AS source, endNode(r).id AS target;
