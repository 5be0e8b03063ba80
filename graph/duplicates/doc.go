// Package duplicates proposes which entries may be one and the same institution: near-equal names and addresses, by spelling,
// abbreviations, legal forms, umlauts, word order, house numbers. It proposes with evidence and decides nothing: what is the same
// is said by a person, once, and remembered (decisions.go); merging is one Change (merge.go).
//
//	words.go      a name as words: legal forms off, abbreviations written out, umlauts spelt out
//	compare.go    how alike two things are, and why
//	find.go       pairs among many things, by blocking, on all cores: 5,000 institutions take half a core second
//	decisions.go  what people said: same or different, as a document of the network
//	merge.go      the operations that make one record of two
package duplicates
