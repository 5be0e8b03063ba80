// For questions of people who start at the funders of a network.
CREATE INDEX funder_network IF NOT EXISTS
FOR (n:Funder) ON (n.network);
