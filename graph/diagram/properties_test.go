package diagram

import (
	"context"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// Whatever a name is: what is drawn of it is valid, has no control character, and says the same letters in the same
// order, in at most three lines.
func TestWrap_Property(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.OneOf(rapid.String(), rapid.SampledFrom(hostile), rapid.StringMatching(`([A-ZÄÖÜ][a-zäöüß-]{0,25} ?){1,8}`)).Draw(t, "name")
		target, most := rapid.IntRange(4, 40).Draw(t, "target"), rapid.IntRange(1, 3).Draw(t, "lines")
		lines := wrap(name, false, target, most)
		if len(lines) == 0 || len(lines) > most {
			t.Fatalf("%d lines", len(lines))
		}
		all := strings.Join(lines, "")
		if !utf8.ValidString(all) || strings.ContainsAny(all, "\x00\n\r\t\u202e\x7f") {
			t.Fatalf("not fit to be drawn: %q", all)
		}
		letters := func(s string) string { return strings.NewReplacer(" ", "", "-", "", "\u00ad", "").Replace(s) }
		want := letters(cut(clean(name)))
		if want == "" {
			return // drawn as a dash
		}
		if got := letters(all); !strings.HasPrefix(want, got) || len(strings.Fields(name)) < 20 && got != want {
			t.Fatalf("%q became %q", want, got)
		}
	})
}

// Boxes that do not touch: every way ends at its boxes, stays on the map and runs through no foreign box.
func TestRoute_Property(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		frame := Rect{0, 0, 500, 400}
		var boxes []Rect
		for range rapid.IntRange(2, 14).Draw(t, "boxes") {
			b := Rect{rapid.Float64Range(15, 400).Draw(t, "x"), rapid.Float64Range(15, 360).Draw(t, "y"), rapid.Float64Range(20, 85).Draw(t, "w"), rapid.Float64Range(12, 30).Draw(t, "h")}
			free := b.bottom() < 390 && b.right() < 490
			for _, o := range boxes {
				free = free && !o.grown(4.5).meets(b.grown(4.5))
			}
			if free {
				boxes = append(boxes, b)
			}
		}
		if len(boxes) < 2 {
			return
		}
		e := [2]int{0, len(boxes) - 1}
		curves, err := route(context.Background(), boxes, [][2]int{e}, frame)
		if err != nil {
			t.Fatal(err)
		}
		c := curves[0]
		if len(c) < 4 || len(c)%3 != 1 || c[0] != boxes[0].center() || c[len(c)-1] != boxes[e[1]].center() {
			t.Fatalf("not a curve from box to box: %v", c)
		}
		if n := hits(c, boxes, e); n > 0 || !inside(c, frame) {
			t.Fatalf("hits %d boxes, inside %v", n, inside(c, frame))
		}
	})
}

// What does not fit on one sheet goes on a sheet per group of areas, with the whole commune as rounds in front; letters
// are never smaller than the paper allows.
func TestSheets_SplitNotShrunk(t *testing.T) {
	sc := town(150, 8)
	for p, arrangement := range map[string]string{"a3": Netz, "a4": Lebensphasen} {
		sheets, _ := drawn(t, testComposing(t, arrangement, p), sc)
		if len(sheets) < 2 {
			t.Errorf("%s %s: 150 institutions on one sheet", arrangement, p)
		}
		seen := map[string]bool{}
		for n, s := range sheets {
			if s.Page != n+1 || s.Pages != len(sheets) {
				t.Errorf("sheet %d says %d of %d", n+1, s.Page, s.Pages)
			}
			for _, d := range s.Drawings {
				for _, it := range d.Items {
					if !strings.HasPrefix(it.Ref, "institution/") || isLine(it.Role) {
						continue
					}
					seen[it.Ref] = true
					for _, op := range it.Ops {
						if op.Shape == ShapeText && op.Size < formats[p].least*0.77 { // a badge's digits are the smallest
							t.Fatalf("%s %s: letters of %.1f pt", arrangement, p, op.Size)
						}
					}
				}
			}
		}
		for _, m := range sc.Marks {
			if !seen[m.Ref] && m.Area != "" {
				t.Errorf("%s %s: %s is on no sheet", arrangement, p, m.Ref)
			}
		}
		checkSheets(t, sheets, sc)
	}
}

// On A3 with 60 institutions letters are at least 8 points (design, "Paper, projector, meeting").
func TestSheets_LettersOnA3(t *testing.T) {
	for _, arrangement := range Arrangements() {
		sheets, _ := drawn(t, testComposing(t, arrangement, "a3"), town(60, 4))
		for _, s := range sheets {
			for _, d := range s.Drawings {
				for _, it := range d.Items {
					for _, op := range it.Ops {
						if strings.HasPrefix(it.Ref, "institution/") && op.Shape == ShapeText && op.Size < 8 {
							t.Fatalf("%s: %q in %.1f pt", arrangement, op.Text, op.Size)
						}
					}
				}
			}
		}
	}
}
