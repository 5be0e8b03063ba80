// purpose: every institution, actor and offer of a network
// parameters: $network its id
// columns: labels; properties
MATCH (n:Node {network: $network})
WHERE n.id IS NOT NULL
RETURN labels(n) AS labels, properties(n) AS properties;
