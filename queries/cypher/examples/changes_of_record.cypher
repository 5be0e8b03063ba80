// purpose: Wann wurde ein Eintrag geändert? When was a record changed?
// parameters: $network the network's id; $key the record, e.g. cooperation/FH~FZ
// columns: revision; at; cause
MATCH (c:Change {network: $network})-[:DID]->(o:Ops)
WHERE c.revision >= 1 AND $key IN o.keys
RETURN c.revision AS revision, c.at AS at, c.cause AS cause
ORDER BY revision;
