// purpose: how long nobody has been at a hidden network; no row when it is complete or not there
// parameters: $network its id
// columns: token; idle milliseconds since the last beat
MATCH (n:Network {id: $network})
WHERE NOT n.complete
RETURN n.token AS token, timestamp() - n.beat AS idle;
