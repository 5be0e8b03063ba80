// purpose: waits until new indexes answer
// parameters: none
// columns: none
CALL db.awaitIndexes(60);
