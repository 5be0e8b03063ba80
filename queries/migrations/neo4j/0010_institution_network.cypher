// For questions of people who start at the institutions of a network.
CREATE INDEX institution_network IF NOT EXISTS
FOR (n:Institution) ON (n.network);
