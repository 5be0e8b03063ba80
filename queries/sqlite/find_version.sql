-- purpose: version of the SQLite library
-- parameters: none
-- columns: version
SELECT sqlite_version();
