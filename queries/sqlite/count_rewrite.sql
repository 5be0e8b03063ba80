-- purpose: counts an erasure and takes over the name that it left
-- parameters: ?1 number of the network; ?2 name
-- columns: none
UPDATE networks
SET rewrites = rewrites + 1, name = ?2
WHERE num = ?1;
