-- purpose: changes with their ops, oldest first; a change repeats for each of its ops
-- parameters: ?1 number of the network; ?2 lowest revision; ?3 highest revision
-- columns: revision; op_id; at milliseconds since 1970; author; cause; undoes; note; digest; kind of the record or null; before; after; since
SELECT c.revision, c.op_id, c.at, c.author, c.cause, c.undoes, c.note, c.digest, o.kind, o.before, o.after, o.since
FROM changes c
LEFT JOIN ops o ON o.network = c.network AND o.revision = c.revision
WHERE c.network = ?1 AND c.revision BETWEEN ?2 AND ?3
ORDER BY c.revision ASC;
