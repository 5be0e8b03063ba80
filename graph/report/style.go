package report

// All lengths are points. Word and PDF take the same, so that both break their pages alike.

// look is how a paragraph is set: letters, lines, the room around them.
type look struct {
	size, line    float64 // height of letters, distance of base lines
	before, after float64
	bold          bool
	color         string // #rrggbb
}

const (
	inkColor   = "#1f2429"
	softColor  = "#4d565f"
	blueColor  = "#123f73"
	ruleColor  = "#a3abb3"
	shadeColor = "#e9eef4"
	paperColor = "#ffffff"
)

var (
	plainLook    = look{size: 10.5, line: 14.5, after: 6, color: inkColor}
	leadLook     = look{size: 12.5, line: 17, after: 8, color: inkColor}
	noteLook     = look{size: 9, line: 12, after: 6, color: softColor}
	titleLook    = look{size: 22, line: 28, after: 4, bold: true, color: blueColor}
	subtitleLook = look{size: 13.5, line: 18, after: 8, color: softColor}
	captionLook  = look{size: 9, line: 12, before: 4, after: 4, color: softColor}
	cellLook     = look{size: 9, line: 12, color: inkColor}
	metaLook     = look{size: 9.5, line: 13, color: inkColor}
	edgeLook     = look{size: 8.5, line: 11, color: softColor} // head and foot of the page
	contentsLook = look{size: 14, line: 18, before: 10, after: 6, bold: true, color: blueColor}
	headingLooks = [3]look{
		{size: 16, line: 21, before: 16, after: 7, bold: true, color: blueColor},
		{size: 13, line: 17, before: 12, after: 5, bold: true, color: blueColor},
		{size: 11, line: 15, before: 9, after: 4, bold: true, color: inkColor},
	}
	entryLooks = [3]look{
		{size: 10.5, line: 15, before: 3, bold: true, color: inkColor},
		{size: 10.5, line: 15, color: inkColor},
		{size: 9.5, line: 13, color: softColor},
	}
)

func (k Kind) look() look {
	switch k {
	case Lead:
		return leadLook
	case Note:
		return noteLook
	}
	return plainLook
}

// The paper and its edges.
const (
	a4Short, a4Long = 595.28, 841.89
	marginLeft      = 68.0
	marginRight     = 57.0
	marginTop       = 68.0
	marginBottom    = 62.0
	headY, footY    = 36.0, 34.0 // of head and foot, from the edge of the paper
	cellSide        = 4.0        // between the edge of a cell and its text
	cellTop         = 2.5
	listIndent      = 16.0
	entryIndent     = 14.0
	formLabel       = 0.3  // share of the labels of a form
	tableAfter      = 10.0 // below a table
	sheetEdge       = 24.0 // around a picture that has a page of its own
)

// paper is the page of running text.
type paper struct{ w, h, left, right, top, bottom float64 }

func textPaper(landscape bool) paper {
	p := paper{w: a4Short, h: a4Long, left: marginLeft, right: marginRight, top: marginTop, bottom: marginBottom}
	if landscape {
		p.w, p.h = a4Long, a4Short
	}
	return p
}

// sheetPaper is the page of a picture that has one of its own: A4 or A3, as the sheet lies.
func sheetPaper(w, h float64) paper {
	short, long := a4Short, a4Long
	if max(w, h) > 1.05*a4Long {
		short, long = a4Long, 2*a4Short
	}
	p := paper{w: long, h: short, left: sheetEdge, right: sheetEdge, top: sheetEdge, bottom: 2*sheetEdge + 4}
	if h > w {
		p.w, p.h = short, long
	}
	return p
}

func (p paper) width() float64  { return p.w - p.left - p.right }
func (p paper) height() float64 { return p.h - p.top - p.bottom }
