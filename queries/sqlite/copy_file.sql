-- purpose: a whole copy of the file at one moment
-- parameters: ?1 path of the copy
-- columns: none
VACUUM INTO ?1;
