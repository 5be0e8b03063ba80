// For questions of people who start at the offers of a network.
CREATE INDEX offer_network IF NOT EXISTS
FOR (n:Offer) ON (n.network);
