-- purpose: what a change did to one record
-- parameters: ?1 number of the network; ?2 revision; ?3 kind; ?4 id; ?5 the record before or null; ?6 the record after or null;
--   ?7 revision of its last change before
-- columns: none
INSERT INTO ops (network, revision, kind, id, before, after, since)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7);
