-- purpose: one change of the history, without its ops
-- parameters: ?1 number of the network; ?2 revision; ?3 operation id; ?4 time in milliseconds since 1970; ?5 author; ?6 cause;
--   ?7 revision that it undoes or 0; ?8 note; ?9 digest of the request
-- columns: none
INSERT INTO changes (network, revision, op_id, at, author, cause, undoes, note, digest)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9);
