package server

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
)

// What is wrong with a request is said in the language of who asked, with the field and what is expected. No text of a library
// gets through; those below are every kind of breach that our schemas know.
func TestRequestErrors(t *testing.T) {
	h := open(t)
	h.load("m")
	english := regexp.MustCompile(`(?i)expected|invalid|unmarshal|property|json:|EOF|twice|nested|regexp|\bstring\b|\binteger\b`)
	for i, c := range []struct {
		method, path, body string
		field, says        string
	}{
		{"PUT", "/institutions/FH", `{"name":5,"kinds":["kita"]}`, "name", "„5“ passt hier nicht. Erwartet wird: Text."},
		{"PUT", "/institutions/FH", `{"name":"x","kinds":"kita"}`, "kinds", `„"kita"“ passt hier nicht. Erwartet wird: eine Liste von Kennungen.`},
		{"PUT", "/institutions/FH", `[]`, "", "Das ist kein gültiges JSON: Erwartet wird ein Objekt mit Feldern."},
		{"PUT", "/institutions/FH", `{"name":`, "body", "Das ist kein gültiges JSON: Der Text bricht ab."},
		{"PUT", "/institutions/FH", `{"name":"a","name":"b"}`, "body", "Das ist kein gültiges JSON: Das Feld „name“ steht zweimal da."},
		{"POST", "/levels", `{"a":"FH","b":"FZ","level":"x"}`, "level", "level: „x“ passt hier nicht. Erwartet wird: eine ganze Zahl."},
		{"POST", "/levels", `{"a":"FH","b":"FZ","level":300}`, "body", "Das ist kein gültiges JSON: Ein Wert der Art „number 300“ passt hier nicht."},
		{"POST", "/levels", `{"a":5,"b":"FZ","level":1}`, "a", "a: „5“ passt hier nicht. Erwartet wird: Text."},
		{"POST", "/levels", `{"a":"FH"}`, "b", "Das Feld „b“ fehlt."},
		{"POST", "/levels", `{"a":"FH","b":"FZ","as_of":"gestern"}`, "as_of", "as_of: „gestern“ passt hier nicht. Erwartet wird: ein Datum (JJJJ-MM-TT)."},
		{"POST", "/levels", `{"a":"FH","b":"FZ","source":"x"}`, "source", "source: „x“ passt hier nicht. Erwartet wird: eines von survey, on_behalf, coordination, contract, import, assumed."},
		{"POST", "/levels", `{"a":"FH","b":"FZ","huh":1}`, "huh", "Das Feld „huh“ gibt es hier nicht."},
		{"POST", "/undo", `{"revision":0}`, "revision", "revision: „0“ passt hier nicht. Erwartet wird: eine Zahl, mindestens 1."},
		{"POST", "/undo", `5`, "body", "Erwartet wird: ein Objekt mit Feldern."},
		{"POST", "/undo", `{"revision":1} x`, "body", "Das ist kein gültiges JSON: Nach dem ersten Wert steht noch etwas."},
		{"POST", "/undo", strings.Repeat("[", 100), "body", "Das ist kein gültiges JSON: Es ist tiefer verschachtelt als 32 Stufen."},
		{"POST", "/undo", `{"revision":x}`, "body", "Das ist kein gültiges JSON: Die Schreibweise stimmt nicht."},
		{"POST", "/changes", `{"ops":[]}`, "ops", "ops: „[]“ passt hier nicht. Erwartet wird: eine Liste, Länge mindestens 1."},
		{"POST", "/changes", `{"ops":{"kind":"institution"}}`, "ops", "Erwartet wird: eine Liste."},
		{"POST", "/changes", `{"ops":[{"kind":null}]}`, "ops[0].kind", "ops[0].kind: „null“ passt hier nicht. Erwartet wird: Text."},
		{"GET", "/structure?level=9", "", "level", "level: „9“ passt hier nicht. Erwartet wird: eine Zahl, höchstens 4."},
		{"GET", "/structure?level=x", "", "level", "level: „x“ passt hier nicht. Erwartet wird: eine ganze Zahl."},
		{"GET", "/structure?measures=" + strings.Repeat("x", 501), "", "measures", "Erwartet wird: Text mit höchstens 500 Zeichen."},
		{"GET", "/diagrams/network.json?paper=a5", "", "paper", "paper: „a5“ passt hier nicht. Erwartet wird: eines von a3, a4, screen, slide."},
		{"GET", "/diagrams/network.json?unclear=vielleicht", "", "unclear", "unclear: „vielleicht“ passt hier nicht. Erwartet wird: ja oder nein (true, false)."},
	} {
		p := h.call(c.method, "/api/v1/networks/m"+c.path, c.body, "If-Match", `"1-0"`, "Idempotency-Key", fmt.Sprint("k", i)).problem()
		said := p.Detail
		if c.field != "" {
			if len(p.Errors) != 1 {
				t.Errorf("%s %s: %+v", c.path, c.body, p)
				continue
			}
			said = p.Errors[0].Message
			if p.Errors[0].Field != c.field {
				t.Errorf("%s %s: field %q, want %q", c.path, c.body, p.Errors[0].Field, c.field)
			}
		}
		if !strings.HasSuffix(said, c.says) || english.MatchString(strings.ReplaceAll(said, "JSON: ", "")) {
			t.Errorf("%s %s: %q, want %q", c.path, c.body, said, c.says)
		}
	}
}
