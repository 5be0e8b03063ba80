-- purpose: number of the last migration that the file has
-- parameters: none
-- columns: version
SELECT coalesce(max(version_id), 0)
FROM schema_versions
WHERE is_applied = 1;
