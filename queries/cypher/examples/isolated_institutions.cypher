// purpose: Welche Einrichtungen haben gar keine Kooperation? Which institutions have no cooperation at all?
// parameters: $network the network's id
// columns: institution; sector
MATCH (i:Institution {network: $network})
WHERE NOT EXISTS { MATCH (i)-[r:COOPERATES_WITH]-() WHERE r.level >= 1 }
RETURN i.name AS institution, i.sector AS sector
ORDER BY institution;
