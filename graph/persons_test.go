package graph

import "testing"

// A Rückmeldung names nobody: what names or reaches a person by habit is found, dates and plain words are not.
func TestNamesPerson(t *testing.T) {
	for text, want := range map[string]string{
		"Frau Müller hat das gut gemacht.":                    "Frau Müller",
		"Schreiben Sie an e.mueller@kita.example!":            "e.mueller@kita.example",
		"Rufen Sie an: 03641 49-1234.":                        "03641 49-1234",
		"Mobil +49 (0) 172 1234567":                           "+49 (0) 172 1234567",
		"Dr. Schmidt sei nicht erreichbar gewesen":            "Dr Schmidt",
		"„Die Frau am Empfang war nett“, sagen 12 Eltern.":    "",
		"Am 07.05.2025 um 14.30 Uhr, 2024/2025, 100 Familien": "",
		"Wir wussten nicht, wen wir fragen sollten.":          "",
		"Frau und Herr stehen im Formular, sonst nichts":      "",
		"0,05 bis 0,95": "",
	} {
		if got := namesPerson(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}
