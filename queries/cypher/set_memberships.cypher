// purpose: replaces the properties of memberships whose ends stay
// parameters: $network its id; $rows a list of maps with id and properties
// columns: count
UNWIND $rows AS row
MATCH ()-[r:MEMBER_OF {network: $network, id: row.id}]->()
SET r = row.properties
RETURN count(r) AS count;
