-- purpose: replaces the bodies of one row of the history after an erasure
-- parameters: ?1 number of the network; ?2 revision; ?3 kind; ?4 id; ?5 the record before or null; ?6 the record after or null
-- columns: none
UPDATE ops
SET before = ?5, after = ?6
WHERE network = ?1 AND revision = ?2 AND kind = ?3 AND id = ?4;
