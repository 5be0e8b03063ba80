// An operation is stored once.
CREATE CONSTRAINT change_operation IF NOT EXISTS
FOR (c:Change) REQUIRE (c.network, c.operation) IS UNIQUE;
