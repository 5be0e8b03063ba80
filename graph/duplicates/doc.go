// Package duplicates proposes which entries may be one and the same institution: near-equal names and addresses, by spelling,
// abbreviations, legal forms, umlauts, word order, house numbers. It proposes with evidence and decides nothing: what is the same
// is said by a person, once, and remembered (decisions.go); merging is one Change (merge.go).
//
//	words.go      a name as words: legal forms off, abbreviations written out, umlauts spelt out
//	compare.go    how alike two things are, and why
//	find.go       pairs among many things, by blocking, on all cores: 5,000 institutions take half a core second
//	within.go     the entries of a network as things, and the pairs of a kind
//	decisions.go  what people said: same or different, a document of the network for each
//	fields.go     two entries field by field: the same, only one, both, another
//	merge.go      the operations that make one record of two; mergeties.go what hangs on them
package duplicates
