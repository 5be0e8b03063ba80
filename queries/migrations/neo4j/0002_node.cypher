// Institutions, actors and offers share one space of ids within their network.
CREATE CONSTRAINT node_id IF NOT EXISTS
FOR (n:Node) REQUIRE (n.network, n.id) IS UNIQUE;
