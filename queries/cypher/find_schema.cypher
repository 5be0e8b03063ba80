// purpose: number of the last migration that the database has
// parameters: none
// columns: version
MATCH (s:SchemaVersion)
RETURN max(s.version) AS version;
