// purpose: product and version of the server
// parameters: none
// columns: version; edition
CALL dbms.components() YIELD name, versions, edition
WHERE name = 'Neo4j Kernel'
RETURN versions[0] AS version, edition;
