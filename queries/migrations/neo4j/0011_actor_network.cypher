// For questions of people who start at the actors of a network.
CREATE INDEX actor_network IF NOT EXISTS
FOR (n:Actor) ON (n.network);
