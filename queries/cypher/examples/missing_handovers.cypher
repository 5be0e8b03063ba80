// purpose: Welche Kitas haben keine abgestimmte Grundschule im selben Raum (allgemein: welche abgebenden Einrichtungen keine aufnehmende)? Which senders of a transition have no receiver they coordinate with?
// parameters: $network the network's id; $transition id of the type of transition; $level lowest level, e.g. 2
// columns: sender; area
MATCH (t:Entry {network: $network, catalogue: 'transition', id: $transition})
WITH t
MATCH (s:Institution {network: $network})
WHERE any(k IN s.kinds WHERE k IN t.senders)
UNWIND s.areas AS area
WITH t, s, area
WHERE NOT EXISTS {
  MATCH (s)-[r:COOPERATES_WITH]-(e:Institution)
  WHERE r.level >= $level AND area IN e.areas AND any(k IN e.kinds WHERE k IN t.receivers)
}
RETURN s.name AS sender, area AS area
ORDER BY sender, area;
