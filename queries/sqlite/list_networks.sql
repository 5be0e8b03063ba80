-- purpose: every network with its head, sorted by id
-- parameters: none
-- columns: num number of the network; id its name for users; name; revision; rewrites; at milliseconds since 1970
SELECT num, id, name, revision, rewrites, at
FROM networks
ORDER BY id;
