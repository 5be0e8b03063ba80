// purpose: how large the changes of a page are, so that pages stay small
// parameters: $network its id; $low lowest revision; $high highest revision
// columns: revision; ops number of ops
MATCH (c:Change {network: $network})
WHERE $low <= c.revision <= $high
RETURN c.revision AS revision, c.ops AS ops
ORDER BY revision;
