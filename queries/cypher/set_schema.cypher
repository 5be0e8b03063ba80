// purpose: notes the last migration
// parameters: $version its number
// columns: version
MERGE (s:SchemaVersion)
SET s.version = $version
RETURN s.version AS version;
