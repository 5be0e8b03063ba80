-- purpose: whose file this is and whether it holds anything
-- parameters: none
-- columns: application_id; tables number of tables
SELECT (SELECT application_id FROM pragma_application_id), (SELECT count(*) FROM sqlite_schema);
