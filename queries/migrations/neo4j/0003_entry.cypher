// Catalogues, settings, measures, goals and documents.
CREATE CONSTRAINT entry_id IF NOT EXISTS
FOR (e:Entry) REQUIRE (e.network, e.catalogue, e.id) IS UNIQUE;
