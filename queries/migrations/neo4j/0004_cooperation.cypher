// Cooperations by id.
CREATE CONSTRAINT cooperation_id IF NOT EXISTS
FOR ()-[r:COOPERATES_WITH]-() REQUIRE (r.network, r.id) IS UNIQUE;
