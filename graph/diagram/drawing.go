package diagram

import (
	"encoding/json"
	"fmt"
	"math"
)

// Point is a place on the page in points (1/72 inch), y downwards. Its JSON form is [x, y], rounded to hundredths.
type Point struct{ X, Y float64 }

// MarshalJSON writes [x, y].
func (p Point) MarshalJSON() ([]byte, error) {
	return fmt.Appendf(nil, "[%s,%s]", num(p.X), num(p.Y)), nil
}

// UnmarshalJSON reads [x, y]; a number that is not finite is refused.
func (p *Point) UnmarshalJSON(b []byte) error {
	var xy [2]float64
	if err := json.Unmarshal(b, &xy); err != nil {
		return err
	}
	for _, v := range xy {
		if math.IsNaN(v) || math.Abs(v) > 1e6 {
			return fmt.Errorf("diagram: no place on a page: %v", xy)
		}
	}
	p.X, p.Y = xy[0], xy[1]
	return nil
}

// Rect is a rectangle on the page: top left corner and size, in points.
type Rect struct {
	X float64 `json:"x"`
	Y float64 `json:"y"`
	W float64 `json:"w"`
	H float64 `json:"h"`
}

func (r Rect) right() float64  { return r.X + r.W }
func (r Rect) bottom() float64 { return r.Y + r.H }
func (r Rect) inset(d float64) Rect {
	return Rect{r.X + d, r.Y + d, r.W - 2*d, r.H - 2*d}
}
func (r Rect) grown(d float64) Rect { return r.inset(-d) }
func (r Rect) center() Point        { return Point{r.X + r.W/2, r.Y + r.H/2} }
func (r Rect) meets(o Rect) bool {
	return r.X < o.right() && o.X < r.right() && r.Y < o.bottom() && o.Y < r.bottom()
}
func (r Rect) holds(p Point) bool {
	return p.X > r.X && p.X < r.right() && p.Y > r.Y && p.Y < r.bottom()
}

// Shape is the form of one draw operation.
type Shape string

// The shapes, and which fields of DrawOp they use besides Fill, Stroke, Width and Dash.
const (
	ShapeBox     Shape = "box"     // X Y W H: top left and size; R: radius of the corners
	ShapeEllipse Shape = "ellipse" // X Y: centre; W H: the two radii
	ShapePolygon Shape = "polygon" // Points: corners
	ShapeLine    Shape = "line"    // Points: corners of an open line with round ends and joins
	ShapeCurve   Shape = "curve"   // Points: start, then three per cubic piece
	ShapeText    Shape = "text"    // X Y: on the base line; Text, Size, Bold, Align, Angle
)

// Align is where X stands in a text.
type Align string

// The alignments.
const (
	Start  Align = "start"
	Middle Align = "middle"
	End    Align = "end"
)

// DrawOp is one operation of the display list, in points of the page. An empty Fill or Stroke is not drawn. It is the
// one source of the page on screen, of SVG, PNG and PDF.
type DrawOp struct {
	Shape  Shape     `json:"shape"`
	X      float64   `json:"x,omitempty"`
	Y      float64   `json:"y,omitempty"`
	W      float64   `json:"w,omitempty"`
	H      float64   `json:"h,omitempty"`
	R      float64   `json:"r,omitempty"`
	Points []Point   `json:"points,omitempty"`
	Fill   string    `json:"fill,omitempty"`   // #rrggbb
	Stroke string    `json:"stroke,omitempty"` // #rrggbb
	Width  float64   `json:"width,omitempty"`  // of the stroke
	Dash   []float64 `json:"dash,omitempty"`   // lengths of strokes and gaps
	Text   string    `json:"text,omitempty"`
	Size   float64   `json:"size,omitempty"` // of the letters
	Bold   bool      `json:"bold,omitempty"`
	Align  Align     `json:"align,omitempty"`
	Angle  float64   `json:"angle,omitempty"` // degrees against the clock, only ±90 occur
}

// Item is what can be clicked: the operations that draw one thing. Ref is the key of a record or the reference of a
// finding; empty for what is only decoration.
type Item struct {
	Ref   string   `json:"ref,omitempty"`
	Role  Role     `json:"role"`
	Label string   `json:"label,omitempty"` // the full name or sentence, for tooltip and screen reader
	From  string   `json:"from,omitempty"`  // of a line: Refs of its ends
	To    string   `json:"to,omitempty"`
	Ops   []DrawOp `json:"ops"`
}

// Drawing is one map. All its operations are in points of the page, inside Frame.
type Drawing struct {
	Name  string `json:"name"` // together, side_by_side, network, …
	Title string `json:"title,omitempty"`
	Note  string `json:"note,omitempty"`
	Frame Rect   `json:"frame"`
	Items []Item `json:"items"` // in the order of drawing
}

// Sheet is one page: head, one or two drawings, foot. A browser that has its own headline shows Drawings and Legend
// and leaves Head and Foot out; every file carries all.
type Sheet struct {
	Title     string        `json:"title"`
	Network   string        `json:"network"`
	Selection string        `json:"selection"`
	Source    string        `json:"source"`
	Version   string        `json:"version"`
	Date      string        `json:"date"` // as shown
	Lang      string        `json:"lang"`
	Summary   string        `json:"summary"` // one paragraph that says what the picture shows
	Page      int           `json:"page"`
	Pages     int           `json:"pages"`
	W         float64       `json:"w"` // points
	H         float64       `json:"h"`
	Head      []Item        `json:"head"`
	Drawings  []Drawing     `json:"drawings"`
	Foot      []Item        `json:"foot"`
	Legend    []LegendEntry `json:"legend"`

	roles  []Role // whose colour the heading of each drawing takes
	ground string // colour of the page; "" = paper
}

// groundColor is the colour that a file puts under everything.
func (s Sheet) groundColor() string {
	if s.ground == "" {
		return paper
	}
	return s.ground
}

// items are all items of the sheet in the order of drawing.
func (s Sheet) items(yield func(Item) bool) {
	for _, it := range s.Head {
		if !yield(it) {
			return
		}
	}
	for _, d := range s.Drawings {
		for _, it := range d.Items {
			if !yield(it) {
				return
			}
		}
	}
	for _, it := range s.Foot {
		if !yield(it) {
			return
		}
	}
}

func round2(v float64) float64 { return math.Round(v*100) / 100 }

// num writes a number for SVG and JSON: at most two decimals, no trailing zeros, never "-0".
func num(v float64) string {
	v = round2(v)
	if v == 0 || math.IsNaN(v) || math.IsInf(v, 0) {
		return "0"
	}
	return trimmed(v)
}
