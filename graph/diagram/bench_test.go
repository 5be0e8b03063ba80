package diagram

import (
	"context"
	"fmt"
	"io"
	"testing"
)

// BenchmarkPicture is one whole picture on A3: springs in the child where there are any, spread, routing, sheets.
func BenchmarkPicture(b *testing.B) {
	for _, size := range [][2]int{{45, 3}, {80, 5}, {120, 6}, {150, 8}} {
		for _, arrangement := range Arrangements() {
			b.Run(fmt.Sprintf("%s/%d", arrangement, size[0]), func(b *testing.B) {
				sc := town(size[0], size[1])
				for b.Loop() {
					c := testComposing(b, arrangement, "a3")
					if _, err := c.sheets(context.Background(), sc); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

// BenchmarkFile writes the first sheet of the pair of 80.
func BenchmarkFile(b *testing.B) {
	sheets, _ := drawn(b, testComposing(b, Netz, "a3"), town(80, 5))
	b.Run("svg", func(b *testing.B) {
		for b.Loop() {
			WriteSVG(io.Discard, sheets[0])
		}
	})
	b.Run("png", func(b *testing.B) {
		for b.Loop() {
			WritePNG(io.Discard, sheets[0], 2)
		}
	})
	b.Run("pdf", func(b *testing.B) {
		for b.Loop() {
			WritePDF(io.Discard, sheets)
		}
	})
}

// BenchmarkRoute leads the lines of both maps around the boxes of a placed pair.
func BenchmarkRoute(b *testing.B) {
	for _, size := range [][2]int{{45, 3}, {80, 5}, {120, 6}, {150, 8}} {
		b.Run(fmt.Sprint(size[0]), func(b *testing.B) {
			sc := town(size[0], size[1])
			c := testComposing(b, Netz, "screen")
			p, err := netz(context.Background(), c.drawer, sc, Point{1120, 640}, 8)
			if err != nil {
				b.Fatal(err)
			}
			boxes := make([]Rect, len(p.bodies))
			for i := range p.bodies {
				boxes[i] = p.bodies[i].rect()
			}
			for b.Loop() {
				if _, err := route(context.Background(), boxes, sc.ties(nil), Rect{0, 0, 1120, 640}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
