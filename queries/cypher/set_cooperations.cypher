// purpose: replaces the properties of cooperations whose ends stay
// parameters: $network its id; $rows a list of maps with id and properties
// columns: count
UNWIND $rows AS row
MATCH ()-[r:COOPERATES_WITH {network: $network, id: row.id}]->()
SET r = row.properties
RETURN count(r) AS count;
