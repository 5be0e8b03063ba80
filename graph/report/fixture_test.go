package report

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"miteinander/graph"
	"miteinander/graph/diagram"
	"miteinander/graph/exchange"
)

// files keeps what the tests write, to be opened and looked at: go test ./graph/report -files /tmp/x
var files = flag.String("files", "", "folder for the files that the tests write")

func keep(t testing.TB, name string, b []byte) {
	t.Helper()
	if *files == "" {
		return
	}
	if err := os.MkdirAll(*files, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(*files, name), b, 0o644); err != nil {
		t.Fatal(err)
	}
}

var demo = sync.OnceValues(func() (*graph.Snapshot, error) {
	s, bad, err := exchange.ReadNetwork("../../cmd/miteinander/demo")
	if err == nil && len(bad) > 0 {
		err = fmt.Errorf("%v", bad)
	}
	return s, err
})

// sheets are pictures of the example town; none of these views needs Graphviz.
func sheets(t testing.TB, lang, view, paper string) []diagram.Sheet {
	t.Helper()
	s, err := demo()
	if err != nil {
		t.Fatal(err)
	}
	all, _, err := diagram.Draw(context.Background(), s.Select(graph.Filter{Date: s.Settings().AsOf}), nil,
		diagram.Request{View: view, Arrangement: diagram.Lebensphasen, Paper: paper, Lang: lang, Version: "Miteinander", Source: "Beispiel"})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

const longText = "Im Planungsraum Hafen richten sich zwölf Einrichtungen an Kinder unter drei Jahren. Vier davon stimmen sich nach eigenen Angaben ab, fünf noch nicht; von drei Einrichtungen ist dazu nichts bekannt. Die Geburtsklinik übergibt an die Frühen Hilfen auf einem vereinbarten Weg, die Schwangerschaftsberatung noch nicht. "

func sampleTable(rows int) Table {
	t := Table{Caption: "Runden, in denen noch nicht alle miteinander abgestimmt sind", RowHead: true,
		Columns: []Column{{Name: "Planungsraum und Lebensphase"}, {Name: "Einrichtungen"}, {Name: "Paare", Align: End}, {Name: "abgestimmt", Align: End}, {Name: "ungeklärt", Align: End}}}
	for i := range rows {
		t.Rows = append(t.Rows, []string{fmt.Sprintf("Hafen, unter 3 Jahre (%d)", i+1), "Kita Ährenweg, Familienzentrum „Süßer Brei“, Erziehungsberatungsstelle des Landkreises, Frühe Hilfen", fmt.Sprint(10 + i), "4", "3"})
	}
	return t
}

// sampleDocument has one of every block, and every paper.
func sampleDocument(t testing.TB, lang string) Document {
	phases, chain := sheets(t, lang, diagram.ViewNetwork, "a4")[0], sheets(t, lang, diagram.ViewChain, "a3")[0]
	gaps := sheets(t, lang, diagram.ViewGaps, "a4")[0]
	return Document{Title: "Bericht zur Präventionskette Größenwörth", Subtitle: "Für die Jugendhilfeplanung nach § 80 SGB VIII", Lang: lang, Cover: true, Numbered: true,
		Meta: [][2]string{{"Datum", "22.11.2026"}, {"Stand der Daten", "30.06.2026"}, {"Auswahl", "alle Planungsräume, alle Lebensphasen, ab Stufe 2"}, {"Quellen", "Befragung der Einrichtungen, Verzeichnis der Kindertagesstätten, Angaben der Koordination"}},
		Blocks: []Block{Contents{Depth: 3}, PageBreak{}, Heading{1, "Bestand"}, Paragraph{Text: "31 Paare richten sich an dieselben Kinder: 14 abgestimmt, 9 noch nicht, 8 ungeklärt.", Kind: Lead},
			Paragraph{Text: strings.Repeat(longText, 3)}, Heading{2, "Nach Lebensphasen"}, Paragraph{Text: longText}, Picture{Sheet: phases, Caption: "Einrichtungen nach Lebensphasen"},
			Heading{3, "Was noch offen ist"}, List{Items: []string{"Wer übergibt nach der Geburt?", longText, "Wer nimmt auf?"}}, List{Numbered: true, Items: []string{"erstens", "zweitens"}},
			Heading{1, "Runden"}, Paragraph{Text: longText}, sampleTable(40), Paragraph{Text: "Ungeklärte Paare zählen nicht als „noch nicht“.", Kind: Note},
			Heading{1, "Übergänge"}, Picture{Sheet: chain, Caption: "Die Kette der Übergänge", Full: true}, Picture{Sheet: gaps, Caption: "Lücken", Full: true},
			Heading{2, "Vorhaben"}, Form{Caption: "Zu ergänzen", Rows: []FormRow{{Label: "Zuständig", Value: "Jugendamt"}, {Label: "Finanzielle Auswirkungen", Hint: "Betrag und Haushaltsstelle", Lines: 3}, {Label: "Frist", Hint: "Datum"}}},
			Table{Caption: "leer"}, Table{Caption: "leer", Empty: "Es gibt keine Kennzahlen."}, Paragraph{Text: "Ende mit fetter Schrift.", Bold: true}}}
}

func written(t testing.TB, write func(io.Writer) error) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
