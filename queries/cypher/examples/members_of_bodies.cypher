// purpose: Wer sitzt in zwei Gremien zugleich? Who is a member of both of two bodies?
// parameters: $network the network's id; $one id of the one body; $other id of the other
// columns: member
MATCH (a:Node {network: $network, id: $one})<-[:MEMBER_OF]-(m)
WITH m
MATCH (m)-[:MEMBER_OF]->(b:Node {network: $network, id: $other})
RETURN m.name AS member
ORDER BY member;
