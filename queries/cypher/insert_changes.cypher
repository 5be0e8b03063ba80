// purpose: changes of the history, without their ops
// parameters: $network its id; $rows a list of maps of properties
// columns: count
UNWIND $rows AS row
CREATE (c:Change {network: $network})
SET c += row
RETURN count(c) AS count;
