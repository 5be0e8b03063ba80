-- purpose: a new network; fails where the id is taken
-- parameters: ?1 id; ?2 name; ?3 revision; ?4 rewrites; ?5 time in milliseconds since 1970
-- columns: num number of the network
INSERT INTO networks (id, name, revision, rewrites, at)
VALUES (?1, ?2, ?3, ?4, ?5)
RETURNING num;
