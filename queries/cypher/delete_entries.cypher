// purpose: removes catalogue entries and documents; fails while a funding names one
// parameters: $network its id; $catalogue kind of the entries; $ids a list of ids
// columns: count
UNWIND $ids AS id
MATCH (e:Entry {network: $network, catalogue: $catalogue, id: id})
OPTIONAL MATCH (e)<-[h:HAS]-(:Network)
DELETE h, e
RETURN count(*) AS count;
