// Fundings by id.
CREATE CONSTRAINT funding_id IF NOT EXISTS
FOR ()-[r:FUNDS]-() REQUIRE (r.network, r.id) IS UNIQUE;
