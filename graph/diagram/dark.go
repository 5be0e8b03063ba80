package diagram

import (
	"fmt"
	"math"
	"slices"
)

// Dark is a sheet for a dark room: the same picture, its colours turned over. It follows one rule for the colours of the one table of
// looks, so that a new role needs no second colour: ground and tints become dark, letters and lines light, hues stay what they are.
func (s Sheet) Dark() Sheet {
	turned := func(ops []DrawOp) []DrawOp {
		out := slices.Clone(ops)
		for i := range out {
			op := &out[i]
			if op.Shape == ShapeText {
				op.Fill = darkLine(op.Fill)
				continue
			}
			op.Fill, op.Stroke = darkGround(op.Fill), darkLine(op.Stroke)
		}
		return out
	}
	items := func(in []Item) []Item {
		out := slices.Clone(in)
		for i := range out {
			out[i].Ops = turned(out[i].Ops)
		}
		return out
	}
	s.Head, s.Foot = items(s.Head), items(s.Foot)
	s.Drawings = slices.Clone(s.Drawings)
	for i := range s.Drawings {
		s.Drawings[i].Items = items(s.Drawings[i].Items)
	}
	s.ground = DarkPaper
	s.Legend = slices.Clone(s.Legend)
	for i := range s.Legend {
		s.Legend[i].Fill = darkGround(s.Legend[i].Fill)
		s.Legend[i].Ops = turned(s.Legend[i].Ops)
	}
	return s
}

// DarkPaper is the ground of a dark sheet.
const DarkPaper = "#16191d"

// Lightness in OKLab: from which on a colour is ground, and from which on it is nearly the paper.
const (
	tintFrom  = 0.6
	groundAll = 0.86
)

// darkGround turns a fill: tints and paper become dark; what is dark on paper, such as the blue of a bar, becomes light.
func darkGround(c string) string {
	if l, a, b := oklab(c); turns(c) && l >= tintFrom {
		return hexOf(0.21+(1-l)*0.55, a*0.75, b*0.75)
	}
	return darkLine(c)
}

// darkLine turns a stroke or a letter; what is as light as paper, such as a letter on blue, becomes dark.
func darkLine(c string) string {
	l, a, b := oklab(c)
	switch {
	case c == paper:
		return DarkPaper
	case !turns(c):
		return c
	case l >= groundAll:
		return hexOf(0.21+(1-l)*0.9, a*0.75, b*0.75)
	}
	return hexOf(min(0.95, 0.96-(l-0.2)*0.55), a, b)
}

// turns tells whether a colour follows a rule: none at all stays none, and paper is turned by itself.
func turns(c string) bool { return c != "" && c != paper }

// oklab is a colour by lightness and hue as eyes see them (B. Ottosson, "A perceptual color space for image processing", 2020).
func oklab(c string) (l, a, b float64) {
	if c == "" {
		return 0, 0, 0
	}
	x := rgb(c)
	linear := func(v uint8) float64 {
		s := float64(v) / 255
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	r, g, bl := linear(x.R), linear(x.G), linear(x.B)
	l1 := math.Cbrt(0.4122214708*r + 0.5363325363*g + 0.0514459929*bl)
	m1 := math.Cbrt(0.2119034982*r + 0.6806995451*g + 0.1073969566*bl)
	s1 := math.Cbrt(0.0883024619*r + 0.2817188376*g + 0.6299787005*bl)
	return 0.2104542553*l1 + 0.7936177850*m1 - 0.0040720468*s1, 1.9779984951*l1 - 2.4285922050*m1 + 0.4505937099*s1, 0.0259040371*l1 + 0.7827717662*m1 - 0.8086757660*s1
}

// hexOf is the way back; what no screen can show is cut to what it can.
func hexOf(l, a, b float64) string {
	cube := func(v float64) float64 { return v * v * v }
	l1, m1, s1 := cube(l+0.3963377774*a+0.2158037573*b), cube(l-0.1055613458*a-0.0638541728*b), cube(l-0.0894841775*a-1.2914855480*b)
	channel := func(v float64) int {
		v = within(v, 0, 1)
		if v <= 0.0031308 {
			return int(math.Round(255 * 12.92 * v))
		}
		return int(math.Round(255 * (1.055*math.Pow(v, 1/2.4) - 0.055)))
	}
	return fmt.Sprintf("#%02x%02x%02x", channel(4.0767416621*l1-3.3077115913*m1+0.2309699292*s1),
		channel(-1.2684380046*l1+2.6097574011*m1-0.3413193965*s1), channel(-0.0041960863*l1-0.7034186147*m1+1.7076147010*s1))
}
