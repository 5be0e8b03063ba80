-- purpose: the head of one network; one indexed read
-- parameters: ?1 id of the network
-- columns: num number of the network; id; name; revision; rewrites; at milliseconds since 1970
SELECT num, id, name, revision, rewrites, at
FROM networks
WHERE id = ?1;
