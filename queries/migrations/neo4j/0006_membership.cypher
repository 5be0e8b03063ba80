// Memberships by id.
CREATE CONSTRAINT membership_id IF NOT EXISTS
FOR ()-[r:MEMBER_OF]-() REQUIRE (r.network, r.id) IS UNIQUE;
