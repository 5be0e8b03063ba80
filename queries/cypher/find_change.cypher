// purpose: the revision that an operation got, for requests that come again
// parameters: $network its id; $operation the operation's id
// columns: revision; digest of the request in hexadecimal
MATCH (c:Change {network: $network, operation: $operation})
RETURN c.revision AS revision, c.digest AS digest;
