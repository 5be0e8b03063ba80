// purpose: hidden networks that somebody left behind
// parameters: $idle milliseconds since the last beat
// columns: id; token
MATCH (n:Network)
WHERE n.id IS NOT NULL AND NOT n.complete AND timestamp() - n.beat > $idle
RETURN n.id AS id, n.token AS token;
