// A revision has one change.
CREATE CONSTRAINT change_revision IF NOT EXISTS
FOR (c:Change) REQUIRE (c.network, c.revision) IS UNIQUE;
