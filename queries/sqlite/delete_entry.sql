-- purpose: removes a catalogue entry or document; the commit fails while an edge names it
-- parameters: ?1 number of the network; ?2 kind; ?3 id
-- columns: none
DELETE FROM entries
WHERE network = ?1 AND kind = ?2 AND id = ?3;
