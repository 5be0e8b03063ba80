package diagram

import (
	"miteinander/graph"
)

// Unnamed is a network in which institutions, actors and offers are called by kind and letter, the same as in every picture without
// names, so that sentences and tables made of it name nobody either. Keys, places and everything that is counted stay as they are.
// Texts that people wrote freely (measures, feedback, reasons) are not read and may hold names.
func Unnamed(s *graph.Snapshot, lang string) (*graph.Snapshot, error) {
	v := &viewer{snap: s, req: Request{Lang: lang}}
	v.anonymise()
	var b graph.Builder
	for _, k := range graph.Kinds() {
		for r := range s.All(k) {
			if name, ok := v.anonymous[r.Key()]; ok {
				r = graph.Clone(r)
				switch x := r.(type) {
				case *graph.Institution:
					x.Name, x.ShortName = name, ""
				case *graph.Actor:
					x.Name = name
				case *graph.Offer:
					x.Name = name
				}
			}
			if err := b.Add(r, s.Changed(r.Key())); err != nil {
				return nil, err
			}
		}
	}
	return b.Build(s.Head())
}
