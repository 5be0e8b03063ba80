// purpose: catalogues, settings and documents of a network
// parameters: $network its id
// columns: properties
MATCH (e:Entry {network: $network})
WHERE e.catalogue IS NOT NULL AND e.id IS NOT NULL
RETURN properties(e) AS properties;
