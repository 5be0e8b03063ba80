-- purpose: moves the head after a change was written
-- parameters: ?1 number of the network; ?2 name; ?3 revision; ?4 time in milliseconds since 1970
-- columns: none
UPDATE networks
SET name = ?2, revision = ?3, at = ?4
WHERE num = ?1;
