-- purpose: the revision that an operation id got, for requests that come again
-- parameters: ?1 number of the network; ?2 operation id
-- columns: revision; digest of the request
SELECT revision, digest
FROM changes
WHERE network = ?1 AND op_id = ?2;
