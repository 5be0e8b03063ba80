package findings

import (
	"math"

	"miteinander/graph"
)

// indicator gives for each area the latest value of a Kennzahl up to the year of the date, in whole numbers; nil when no name
// is given. An area without a value is not in the map.
func (b *Basis) indicator(name string) map[graph.ID]int64 {
	if name == "" {
		return nil
	}
	out, year := map[graph.ID]int64{}, map[graph.ID]int64{}
	for r := range graph.Records[*graph.Indicator](b.snap, graph.KindIndicator) {
		if r.Name != name || !r.Value.Known || r.Year.N > int64(b.sel.Date().Year) {
			continue
		}
		if last, ok := year[r.Area]; !ok || r.Year.N > last {
			year[r.Area], out[r.Area] = r.Year.N, int64(math.Round(r.Value.V))
		}
	}
	return out
}

// weighted says behind a headline by what rates are weighted, where it is not all children.
func weighted(s Sentence, p Params) Sentence {
	if p.Indicator == "" {
		return s
	}
	return together(s, say("weight.by", p.Indicator))
}

// rateSays is a rate in words: key for all children, key.indicator with the name of the indicator.
func rateSays(key string, s Share, p Params) Sentence {
	if p.Indicator == "" {
		return say(key, s)
	}
	return say(key+".indicator", s, p.Indicator)
}

// weightNote names the indicator and the areas that lack it.
func (b *Basis) weightNote(name string) Sentence {
	values := b.indicator(name)
	var lack []string
	for _, l := range b.snap.Leaves() {
		if _, ok := values[l.ID]; !ok {
			lack = append(lack, l.Name)
		}
	}
	return say("weight.indicator", name, len(lack), firstNames(lack))
}

// CheckIndicator refuses a name that is no Kennzahl of the network, and one that counts nothing: a rate or a mean cannot weigh.
func CheckIndicator(s *graph.Snapshot, name string) error {
	if name == "" {
		return nil
	}
	key := "errors.indicator"
	for r := range graph.Records[*graph.Indicator](s, graph.KindIndicator) {
		switch {
		case r.Name != name:
		case !weighs(r):
			key = "errors.indicator_count"
		case key == "errors.indicator":
			key = ""
		}
	}
	if key == "" {
		return nil
	}
	return &graph.Error{Code: graph.Invalid, Key: "errors.invalid", Args: []any{1},
		Fields: []graph.FieldError{{Field: "indicator", Pointer: "/indicator", Value: name, Key: key}}}
}

// weighs tells a number of people or things from a rate or a mean.
func weighs(r *graph.Indicator) bool {
	return !r.Value.Known || r.Value.V >= 0 && r.Value.V == math.Trunc(r.Value.V)
}
