-- purpose: removes a network; what hangs on it goes by cascade
-- parameters: ?1 number of the network
-- columns: none
DELETE FROM networks
WHERE num = ?1;
