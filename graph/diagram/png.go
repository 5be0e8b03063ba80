package diagram

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"io"
	"math"
	"sort"

	"github.com/fogleman/gg"
	"github.com/go-fonts/liberation/liberationsansbold"
	"github.com/go-fonts/liberation/liberationsansregular"
	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
)

// maxEdge is the longest edge of a PNG in pixels.
const maxEdge = 5000

// WritePNG draws the sheet with scale pixels per point (2 = 144 dpi) into a picture with a palette, a third of the
// size of true colour.
func WritePNG(w io.Writer, s Sheet, scale float64) error {
	if scale <= 0 {
		scale = 2
	}
	scale = min(scale, maxEdge/max(s.W, s.H))
	p := &pngPainter{dc: gg.NewContext(int(math.Ceil(s.W*scale)), int(math.Ceil(s.H*scale))), scale: scale, faces: map[faceKey]font.Face{}}
	p.dc.SetColor(rgb(s.groundColor()))
	p.dc.Clear()
	for it := range s.items {
		for _, op := range it.Ops {
			if err := p.op(op); err != nil {
				return err
			}
		}
	}
	var buf bytes.Buffer
	enc := png.Encoder{CompressionLevel: png.DefaultCompression}
	if err := enc.Encode(&buf, paletted(p.dc.Image())); err != nil {
		return fmt.Errorf("diagram: png: %w", err)
	}
	_, err := w.Write(buf.Bytes())
	return err
}

type faceKey struct {
	size float64
	bold bool
}

type pngPainter struct {
	dc    *gg.Context
	scale float64
	faces map[faceKey]font.Face
}

func (p *pngPainter) op(op DrawOp) error {
	dc, k := p.dc, p.scale
	switch op.Shape {
	case ShapeBox:
		if op.R > 0 {
			dc.DrawRoundedRectangle(op.X*k, op.Y*k, op.W*k, op.H*k, min(op.R, op.W/2, op.H/2)*k)
		} else {
			dc.DrawRectangle(op.X*k, op.Y*k, op.W*k, op.H*k)
		}
	case ShapeEllipse:
		dc.DrawEllipse(op.X*k, op.Y*k, op.W*k, op.H*k)
	case ShapePolygon, ShapeLine:
		for i, q := range op.Points {
			if i == 0 {
				dc.MoveTo(q.X*k, q.Y*k)
			} else {
				dc.LineTo(q.X*k, q.Y*k)
			}
		}
		if op.Shape == ShapePolygon {
			dc.ClosePath()
		}
	case ShapeCurve:
		for i := 0; i < len(op.Points); i++ {
			if i == 0 {
				dc.MoveTo(op.Points[0].X*k, op.Points[0].Y*k)
			} else if i+2 < len(op.Points) {
				a, b, c := op.Points[i], op.Points[i+1], op.Points[i+2]
				dc.CubicTo(a.X*k, a.Y*k, b.X*k, b.Y*k, c.X*k, c.Y*k)
				i += 2
			}
		}
	case ShapeText:
		return p.text(op)
	default:
		return nil
	}
	if op.Fill != "" && op.Shape != ShapeLine && op.Shape != ShapeCurve {
		dc.SetColor(rgb(op.Fill))
		dc.FillPreserve()
	}
	if op.Stroke != "" && op.Width > 0 {
		dc.SetColor(rgb(op.Stroke))
		dc.SetLineWidth(op.Width * k)
		dc.SetLineJoin(gg.LineJoinRound)
		if len(op.Dash) > 0 {
			d := make([]float64, len(op.Dash))
			for i := range d {
				d[i] = op.Dash[i] * k
			}
			dc.SetDash(d...)
			dc.SetLineCap(gg.LineCapButt)
		} else {
			dc.SetDash()
			dc.SetLineCap(gg.LineCapRound)
		}
		dc.StrokePreserve()
	}
	dc.ClearPath()
	return nil
}

func (p *pngPainter) text(op DrawOp) error {
	key := faceKey{round2(op.Size * p.scale), op.Bold}
	f := p.faces[key]
	if f == nil {
		ttf := liberationsansregular.TTF
		if op.Bold {
			ttf = liberationsansbold.TTF
		}
		parsed, err := opentype.Parse(ttf)
		if err != nil {
			return fmt.Errorf("diagram: font: %w", err)
		}
		f, err = opentype.NewFace(parsed, &opentype.FaceOptions{Size: key.size, DPI: 72, Hinting: font.HintingNone})
		if err != nil {
			return fmt.Errorf("diagram: font: %w", err)
		}
		f = plainFace{f}
		p.faces[key] = f
	}
	p.dc.SetFontFace(f)
	p.dc.SetColor(rgb(op.Fill))
	x, y := op.X*p.scale, op.Y*p.scale
	p.dc.Push()
	defer p.dc.Pop()
	if op.Angle != 0 {
		p.dc.RotateAbout(-op.Angle*math.Pi/180, x, y)
	}
	w := textWidth(op.Text, op.Size, op.Bold) * p.scale
	switch op.Align {
	case Middle:
		x -= w / 2
	case End:
		x -= w
	}
	p.dc.DrawString(op.Text, x, y)
	return nil
}

// plainFace does not kern: widths are sums of advances everywhere ("Kita Talaue" would run together).
type plainFace struct{ font.Face }

func (plainFace) Kern(rune, rune) fixed.Int26_6 { return 0 }

func rgb(s string) color.NRGBA {
	var r, g, b uint8
	if len(s) == 7 {
		_, _ = fmt.Sscanf(s, "#%02x%02x%02x", &r, &g, &b)
	}
	return color.NRGBA{r, g, b, 255}
}

// paletted maps the picture to its 255 commonest colours. Flat fills keep theirs exactly; only the rarest shades of
// smoothed edges move to a neighbour.
func paletted(img image.Image) image.Image {
	src, ok := img.(*image.RGBA)
	if !ok {
		src = image.NewRGBA(img.Bounds())
		draw.Draw(src, src.Bounds(), img, img.Bounds().Min, draw.Src)
	}
	counts := map[uint32]int{}
	at := func(i int) uint32 { return uint32(src.Pix[i])<<16 | uint32(src.Pix[i+1])<<8 | uint32(src.Pix[i+2]) }
	for i, run := 0, 0; i+3 < len(src.Pix); i += 4 { // runs of one colour are counted at once
		run++
		if i+7 >= len(src.Pix) || at(i+4) != at(i) {
			counts[at(i)] += run
			run = 0
		}
	}
	keys := make([]uint32, 0, len(counts))
	for c := range counts {
		keys = append(keys, c)
	}
	sort.Slice(keys, func(i, j int) bool {
		if counts[keys[i]] != counts[keys[j]] {
			return counts[keys[i]] > counts[keys[j]]
		}
		return keys[i] < keys[j]
	})
	n := min(255, len(keys))
	pal := make(color.Palette, n)
	for i := range pal {
		pal[i] = color.RGBA{uint8(keys[i] >> 16), uint8(keys[i] >> 8), uint8(keys[i]), 255}
	}
	nearest := make(map[uint32]uint8, len(keys))
	for i, c := range keys {
		if i < n {
			nearest[c] = uint8(i)
			continue
		}
		best, at := 1<<30, 0
		for j := range n {
			dr, dg, db := int(c>>16)-int(keys[j]>>16), int(c>>8&255)-int(keys[j]>>8&255), int(c&255)-int(keys[j]&255)
			if d := dr*dr + dg*dg + db*db; d < best {
				best, at = d, j
			}
		}
		nearest[c] = uint8(at)
	}
	out := image.NewPaletted(src.Bounds(), pal)
	for i, j := 0, 0; i+3 < len(src.Pix); i, j = i+4, j+1 {
		if i > 0 && at(i) == at(i-4) {
			out.Pix[j] = out.Pix[j-1]
		} else {
			out.Pix[j] = nearest[at(i)]
		}
	}
	return out
}
