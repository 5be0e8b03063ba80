package exchange

import (
	"strings"
	"sync"

	"miteinander/graph"
)

// word is the word of a code in the workbook, then the other words read. The code itself is read, too.
type word struct {
	code  string
	words []string
}

// codeWords holds every code list (formats.md, last table of "The workbook"), in the order of graph.Codes.
var codeWords = map[string][]word{
	"provider_kind": {
		{"municipal", []string{"öffentlich", "kommunal", "Stadt", "Landkreis", "öffentlich (kommunal)", "öffentlich (kommunal, Stadt, Landkreis)", "öffentlicher Träger"}},
		{"state", []string{"öffentlich (Land, Bund)", "Land", "Bund", "Sozialversicherung", "öffentlich (Land)", "öffentlich (Bund)", "öffentlich (Sozialversicherung)", "öffentlich (Land, Bund, Sozialversicherung)", "staatlich"}},
		{"free", []string{"frei gemeinnützig", "freier Träger", "kirchlich", "frei", "gemeinnützig", "freigemeinnützig"}},
		{"commercial", []string{"privat-gewerblich", "gewerblich", "privat"}},
		{"self_employed", []string{"freiberuflich"}}},
	"actor_kind": {
		{"position", []string{"Stelle", "Funktion"}}, {"team", []string{"Team"}}, {"body", []string{"Gremium"}}},
	"offer_kind": {
		{"service", []string{"Angebot"}}, {"benefit", []string{"Leistung"}}, {"project", []string{"Projekt"}}},
	"status": {
		{"active", []string{"aktiv"}}, {"planned", []string{"geplant"}}, {"paused", []string{"ruht", "ruhend"}}, {"ended", []string{"beendet"}}},
	"access": {
		{"open", []string{"offen"}}, {"outreach", []string{"aufsuchend"}}, {"registration", []string{"Anmeldung"}},
		{"referral", []string{"Überweisung", "Vermittlung", "Überweisung (Vermittlung)"}}, {"application", []string{"Antrag"}}},
	"prevention_level": {
		{"universal", []string{"universell"}}, {"selective", []string{"selektiv"}}, {"indicated", []string{"indiziert"}}},
	"participation": {
		{"none", []string{"keine"}}, {"informed", []string{"informiert"}}, {"heard", []string{"angehört"}}, {"co_decides", []string{"entscheidet mit", "co-decides"}}},
	"basis": {
		{"none", []string{"keine"}}, {"oral", []string{"mündlich"}}, {"written", []string{"schriftlich"}},
		{"contract", []string{"Vertrag", "Kooperationsvereinbarung", "Vertrag (Kooperationsvereinbarung)", "Vereinbarung"}}},
	"source": {
		{"survey", []string{"Befragung"}}, {"on_behalf", []string{"im Auftrag", "im Auftrag eingetragen"}}, {"coordination", []string{"Koordination"}}, {"contract", []string{"Vertrag"}}, {"import", []string{"Import"}}, {"assumed", []string{"Annahme"}}},
	"confirmed": {
		{"both", []string{"beide"}}, {"one_side", []string{"eine Seite"}}, {"contradictory", []string{"widersprüchlich"}}},
	"renewal": {
		{"open", []string{"offen"}}, {"applied", []string{"beantragt"}}, {"granted", []string{"bewilligt"}}, {"excluded", []string{"ausgeschlossen"}}},
	"rule": {
		{"every_pair", []string{"alle Paare"}}, {"each_sender", []string{"je abgebende"}}, {"each_receiver", []string{"je aufnehmende"}}},
	"scope": {
		{"area", []string{"Planungsraum"}}, {"network", []string{"gesamt"}}},
	"required": {
		{"required", []string{"nötig", "ja"}}, {"not_required", []string{"nicht nötig", "nein"}}, {"open", []string{"offen"}}},
	"measure_state": {
		{"agreed", []string{"vereinbart"}}, {"begun", []string{"begonnen"}}, {"done", []string{"erledigt"}}, {"dropped", []string{"verworfen"}}},
	"feedback_from": {
		{"children", []string{"Kinder"}}, {"parents", []string{"Eltern"}}, {"children_and_parents", []string{"Kinder und Eltern", "Eltern und Kinder"}}},
	"small_numbers": {
		{"show", []string{"zeigen"}}, {"mask", []string{"< 5", "<5", "verbergen"}}},
	"governance": {
		{"self", []string{"Selbststeuerung", "gemeinsam"}}, {"lead", []string{"federführende Organisation", "federführend"}},
		{"administrative", []string{"eigene Koordinationsstelle", "Koordinationsstelle"}}},
}

// wordOf is the word of a code, the code itself where it has none.
func wordOf(list, code string) string {
	for _, w := range codeWords[list] {
		if w.code == code {
			return w.words[0]
		}
	}
	return code
}

// codesByWord holds for every list the code of each folded word; of a word that stands twice the first.
var codesByWord = sync.OnceValue(func() map[string]map[string]string {
	all := map[string]map[string]string{}
	for list, words := range codeWords {
		all[list] = map[string]string{}
		for _, w := range words {
			for _, t := range append([]string{w.code}, w.words...) {
				if _, taken := all[list][foldWord(t)]; !taken {
					all[list][foldWord(t)] = w.code
				}
			}
		}
	}
	return all
})

// codeOf reads a word or a code.
func codeOf(list, text string) (string, bool) {
	code, ok := codesByWord()[list][foldWord(text)]
	return code, ok
}

// foldWord is fold without anything but letters, digits and '<': "öffentlich (Land, Bund)" = "oeffentlich land bund".
func foldWord(s string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case '(', ')', ',', ' ':
			return -1
		}
		return r
	}, fold(s))
}

// wordsOf are the words of a list as written, in order.
func wordsOf(list string) []string {
	out := make([]string, len(codeWords[list]))
	for i, w := range codeWords[list] {
		out[i] = w.words[0]
	}
	return out
}

// triOf reads ja, nein, unbekannt and their kin.
func triOf(s string) (graph.Tri, bool) {
	switch fold(s) {
	case "", "unbekannt", "?", "ungeklaert", "unknown", "k a", "weiss nicht":
		return graph.Unknown, true
	case "ja", "j", "x", "true", "wahr", "1", "yes", "y", "✓", "✔":
		return graph.Yes, true
	case "nein", "n", "false", "falsch", "0", "no":
		return graph.No, true
	}
	return graph.Unknown, false
}
