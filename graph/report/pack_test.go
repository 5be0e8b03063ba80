package report

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// element is a start tag with its attributes by local name; r:id and id are kept apart.
type element struct {
	name string
	attr map[string]string
	text string // what stands in it before the next tag
}

// elements reads XML strictly; what Word would call damaged fails here.
func elements(t testing.TB, name string, b []byte) []element {
	t.Helper()
	if !utf8.Valid(b) {
		t.Errorf("%s: not UTF-8", name)
	}
	dec := xml.NewDecoder(bytes.NewReader(b))
	dec.Strict = true
	var out []element
	for {
		tok, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Fatalf("%s: not well-formed: %v", name, err)
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			e := element{name: tok.Name.Local, attr: map[string]string{}}
			for _, a := range tok.Attr {
				key := a.Name.Local
				if strings.HasSuffix(a.Name.Space, "/relationships") {
					key = "r:" + key
				}
				if _, twice := e.attr[key]; twice {
					t.Errorf("%s: %s has %s twice", name, e.name, key)
				}
				e.attr[key] = a.Value
			}
			out = append(out, e)
		case xml.CharData:
			if len(out) > 0 {
				out[len(out)-1].text += string(tok)
			}
		case xml.Directive:
			t.Errorf("%s: a directive", name)
		}
	}
}

// unpacked reads an Office file and checks what Word and PowerPoint ask of each: types of all parts, targets of all relations,
// every relation asked for is there, ids of drawings once, words for every picture, times that do not change.
func unpacked(t testing.TB, b []byte) map[string][]byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string][]byte{}
	for i, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if _, twice := parts[f.Name]; twice {
			t.Errorf("%s twice", f.Name)
		}
		if i == 0 && f.Name != "[Content_Types].xml" {
			t.Errorf("begins with %s", f.Name)
		}
		if !f.Modified.Equal(time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)) {
			t.Errorf("%s has a time: %v", f.Name, f.Modified)
		}
		if strings.HasPrefix(f.Name, "/") || strings.Contains(f.Name, "..") || strings.Contains(f.Name, `\`) {
			t.Errorf("a part named %q", f.Name)
		}
		parts[f.Name] = body
	}
	defaults, overrides := map[string]string{}, map[string]string{}
	for _, e := range elements(t, "types", parts["[Content_Types].xml"]) {
		switch e.name {
		case "Default":
			defaults[e.attr["Extension"]] = e.attr["ContentType"]
		case "Override":
			name := strings.TrimPrefix(e.attr["PartName"], "/")
			if overrides[name] = e.attr["ContentType"]; parts[name] == nil {
				t.Errorf("a type for %s, which is not there", name)
			}
		}
	}
	asked := map[string]bool{}
	for name, body := range parts {
		ext := strings.TrimPrefix(path.Ext(name), ".")
		if name != "[Content_Types].xml" && overrides[name] == "" && (defaults[ext] == "" || ext == "xml") {
			t.Errorf("%s has no type", name)
		}
		if ext == "png" {
			continue
		}
		all := elements(t, name, body)
		if ext == "rels" {
			from := path.Join(path.Dir(path.Dir(name)), strings.TrimSuffix(path.Base(name), ".rels"))
			for _, e := range all {
				if e.name != "Relationship" {
					continue
				}
				if e.attr["TargetMode"] != "" {
					t.Errorf("%s leads out of the file: %s", name, e.attr["Target"])
				}
				target := path.Join(path.Dir(from), e.attr["Target"])
				if parts[target] == nil {
					t.Errorf("%s: %s is not there", name, target)
				}
				asked[target] = true
			}
			continue
		}
		checkPart(t, name, all, parts)
	}
	for name := range parts {
		if !asked[name] && path.Ext(name) != ".rels" && name != "[Content_Types].xml" {
			t.Errorf("nothing refers to %s", name)
		}
	}
	return parts
}

func checkPart(t testing.TB, name string, all []element, parts map[string][]byte) {
	t.Helper()
	known := map[string]bool{}
	for _, e := range elements(t, name, parts[path.Join(path.Dir(name), "_rels", path.Base(name)+".rels")]) {
		if id := e.attr["Id"]; id != "" {
			if known[id] {
				t.Errorf("%s: relation %s twice", name, id)
			}
			known[id] = true
		}
	}
	ids := map[string]bool{}
	once := func(kind, id string) {
		if ids[kind+id] {
			t.Errorf("%s: %s %s twice", name, kind, id)
		}
		ids[kind+id] = true
	}
	pictures, named := 0, 0
	for _, e := range all {
		for _, key := range []string{"r:id", "r:embed", "r:link"} {
			if id, ok := e.attr[key]; ok && !known[id] {
				t.Errorf("%s: %s asks for %s", name, e.name, id)
			}
		}
		switch e.name {
		case "docPr":
			once("drawing ", e.attr["id"])
			if named++; strings.TrimSpace(e.attr["descr"]) == "" {
				t.Errorf("%s: a picture without words", name)
			}
		case "bookmarkStart":
			once("bookmark ", e.attr["id"])
			once("bookmark named ", e.attr["name"])
		case "pic":
			pictures++
		case "cNvPr":
			if !strings.HasPrefix(name, "word/") {
				once("shape ", e.attr["id"])
			}
		}
	}
	if strings.HasPrefix(name, "word/") && pictures != named {
		t.Errorf("%s: %d pictures, %d of them with words", name, pictures, named)
	}
}

func listing(parts map[string][]byte) []string {
	var out []string
	for name := range parts {
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}
