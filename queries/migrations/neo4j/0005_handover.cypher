// Hand-overs by id.
CREATE CONSTRAINT handover_id IF NOT EXISTS
FOR ()-[r:HANDS_OVER_TO]-() REQUIRE (r.network, r.id) IS UNIQUE;
