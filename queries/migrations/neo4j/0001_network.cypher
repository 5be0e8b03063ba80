// One network of a name; the lock of every write.
CREATE CONSTRAINT network_id IF NOT EXISTS
FOR (n:Network) REQUIRE n.id IS UNIQUE;
