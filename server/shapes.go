package server

import (
	"reflect"

	"github.com/danielgtaylor/huma/v2"

	"miteinander/graph"
	"miteinander/graph/diagram"
	"miteinander/graph/findings"
)

// The shapes below describe types of other rooms that write their own JSON or embed what reflection cannot see. They are for the
// document alone; a test compares them with real answers.

// PairShape is findings.PairView.
type PairShape struct {
	Ref          string                 `json:"ref"`
	A            graph.ID               `json:"a"`
	B            graph.ID               `json:"b"`
	ALabel       string                 `json:"a_label"`
	BLabel       string                 `json:"b_label"`
	Weight       int64                  `json:"weight"`
	Children     int64                  `json:"children" doc:"In the distinct area × phase that they share"`
	Overlap      float64                `json:"overlap"`
	Level        *int                   `json:"level" doc:"null: not known"`
	State        string                 `json:"state" enum:"together,side_by_side,unclear,same_kind,agreed_side_by_side"`
	Derived      bool                   `json:"derived" doc:"The level follows from a joint offer"`
	SameProvider bool                   `json:"same_provider"`
	AgreedReason string                 `json:"agreed_reason,omitempty"`
	Cells        []findings.CellView    `json:"cells" nullable:"false"`
	Sentence     string                 `json:"sentence"`
	Evidence     []string               `json:"evidence" nullable:"false" doc:"kind/id"`
	Measures     []findings.MeasureView `json:"measures" nullable:"false"`
}

// RoundShape is findings.RoundView.
type RoundShape struct {
	Ref              string                 `json:"ref"`
	Cell             string                 `json:"cell"`
	Area             graph.ID               `json:"area"`
	Phase            graph.ID               `json:"phase"`
	Field            graph.ID               `json:"field,omitempty"`
	Institutions     []findings.Named       `json:"institutions" nullable:"false"`
	Together         int                    `json:"together"`
	SideBySide       int                    `json:"side_by_side"`
	Unclear          int                    `json:"unclear"`
	SameKind         int                    `json:"same_kind"`
	AgreedSideBySide int                    `json:"agreed_side_by_side"`
	Children         int64                  `json:"children"`
	Invite           []graph.ID             `json:"invite" nullable:"false"`
	Body             bodyShape              `json:"body" doc:"The body that most of them already sit in, or null"`
	Sentence         string                 `json:"sentence"`
	Measures         []findings.MeasureView `json:"measures" nullable:"false"`
}

// bodyShape is the body of a round.
type bodyShape struct{}

// Schema is inline, since a reference cannot be null.
func (bodyShape) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeObject, Nullable: true, Required: []string{"id", "label", "members"}, Properties: map[string]*huma.Schema{
		"id": {Type: huma.TypeString}, "label": {Type: huma.TypeString}, "members": {Type: huma.TypeInteger}}}
}

// PointShape is diagram.Point: [x, y].
type PointShape [2]float64

func describeShapes(reg huma.Registry) {
	alias := func(t, as reflect.Type) { reg.RegisterTypeAlias(t, as) }
	alias(reflect.TypeFor[findings.PairView](), reflect.TypeFor[PairShape]())
	alias(reflect.TypeFor[findings.RoundView](), reflect.TypeFor[RoundShape]())
	alias(reflect.TypeFor[diagram.Point](), reflect.TypeFor[PointShape]())
}
