package diagram

// Role says what an item is; Style says how it looks. Roles are also the classes of the groups in SVG.
type Role string

// The roles of marks.
const (
	RoleInstitution  Role = "institution"
	RoleEverywhere   Role = "everywhere" // an institution that works in every planning area
	RoleCoordination Role = "coordination"
	RoleActor        Role = "actor"
	RoleBody         Role = "body"
	RoleOffer        Role = "offer"
	RoleBundle       Role = "bundle" // several marks drawn as one, opened on demand
	RoleFocus        Role = "focus"  // the middle of an ego map, drawn behind its own mark
	RoleFolded       Role = "folded" // the count of what is folded into a mark
	RoleUnsaid       Role = "unsaid" // the dotted border of a mark about whose ties nothing is known
)

// The roles of lines.
const (
	RoleLevel1      Role = "level_1"
	RoleLevel2      Role = "level_2"
	RoleLevel3      Role = "level_3"
	RoleLevel4      Role = "level_4"
	RoleTies1       Role = "ties_1" // between bundles: few, some, many ties
	RoleTies2       Role = "ties_2"
	RoleTies3       Role = "ties_3"
	RoleBeside1     Role = "side_by_side_1"
	RoleBeside2     Role = "side_by_side_2"
	RoleBeside3     Role = "side_by_side_3"
	RoleAgreed      Role = "agreed_side_by_side"
	RoleUnclear     Role = "unclear"
	RoleProvides    Role = "provides"
	RoleBelongs     Role = "belongs_to"
	RoleResponsible Role = "responsible_for"
	RoleMember      Role = "member_of"
)

// The roles of everything else.
const (
	RoleArea    Role = "area"
	RoleStrip   Role = "strip" // the phases that an institution serves
	RolePhase   Role = "phase"
	RoleRest    Role = "rest" // the box of those without a tie
	RoleBadge   Role = "badge"
	RoleTitle   Role = "title"
	RoleLegend  Role = "legend"
	RoleText    Role = "text"
	RoleRound   Role = "round"
	RoleCell    Role = "cell"
	RolePart    Role = "component"
	RoleClosing Role = "source"

	RoleBorder   Role = "border"     // of an area on the map of areas
	RoleNoBorder Role = "no_borders" // the rectangle of an area whose borders are not known
	RolePin      Role = "place"      // the dot of an institution whose place is known
	RoleApart    Role = "apart"      // the line from an area to a box that found no room in it
)

// Form is the outline of a mark.
type Form string

// The forms.
const (
	FormBox     Form = "box"
	FormEllipse Form = "ellipse"
	FormDouble  Form = "double_ellipse"
	FormNote    Form = "note"
	FormStack   Form = "stack"
)

// Look is how a role is drawn. Widths are points.
type Look struct {
	Form   Form      `json:"form,omitempty"`
	Stroke string    `json:"stroke,omitempty"`
	Width  float64   `json:"width,omitempty"`
	Dash   []float64 `json:"dash,omitempty"`
	Fill   string    `json:"fill,omitempty"` // "" of a mark = by its attribute, see Fills and PhaseFills
	Sign   string    `json:"sign,omitempty"` // in the middle of a line
}

// Colours that are no role's alone.
const (
	ink      = "#1f2429" // letters
	softInk  = "#59636e"
	paper    = "#ffffff"
	sand     = "#f1efe9" // areas
	sandEdge = "#d9d5ca"
	strip    = "#d9d2c1"
	areaInk  = "#6b655a"
	rule     = "#c9ced3"
	blue     = "#123f73"
	ochre    = "#945600" // 5.9 : 1 on white; not red, it hangs on walls
)

// Style is the one table role → look: Graphviz, the writers, the legend and the browser read it, nobody else decides
// looks.
var Style = map[Role]Look{
	RoleInstitution:  {Form: FormBox, Stroke: "#3a4249", Width: 0.7},
	RoleEverywhere:   {Form: FormBox, Stroke: "#2a3138", Width: 2},
	RoleCoordination: {Form: FormBox, Stroke: "#2a3138", Width: 2.6, Sign: "◆"},
	RoleActor:        {Form: FormEllipse, Stroke: "#3a4249", Width: 1.2, Fill: paper},
	RoleBody:         {Form: FormDouble, Stroke: "#3a4249", Width: 1, Fill: paper},
	RoleOffer:        {Form: FormNote, Stroke: "#59636e", Width: 0.7},
	RoleBundle:       {Form: FormStack, Stroke: "#3a4249", Width: 0.8},
	RoleFocus:        {Stroke: "#123f73", Width: 1.4},
	RoleUnsaid:       {Form: FormBox, Stroke: "#59636e", Width: 1, Dash: []float64{1.4, 2.2}, Fill: paper},

	RoleLevel1:      {Stroke: "#9dbbd9", Width: 0.9},
	RoleLevel2:      {Stroke: "#4f7fb0", Width: 1.4},
	RoleLevel3:      {Stroke: "#235a97", Width: 2.6},
	RoleLevel4:      {Stroke: "#0d2f5e", Width: 4},
	RoleTies1:       {Stroke: "#6f9ac6", Width: 0.9},
	RoleTies2:       {Stroke: "#3f74ab", Width: 2.4},
	RoleTies3:       {Stroke: "#1d4a80", Width: 5},
	RoleBeside1:     {Stroke: ochre, Width: 1, Dash: []float64{5, 3}},
	RoleBeside2:     {Stroke: ochre, Width: 1.8, Dash: []float64{5, 3}},
	RoleBeside3:     {Stroke: ochre, Width: 2.8, Dash: []float64{5, 3}},
	RoleAgreed:      {Stroke: "#6b7078", Width: 1.1, Dash: []float64{7, 2.5, 1.3, 2.5}},
	RoleUnclear:     {Stroke: "#7b828a", Width: 1.2, Dash: []float64{1.3, 2.8}, Sign: "?"},
	RoleProvides:    {Stroke: "#9aa1a8", Width: 0.8},
	RoleBelongs:     {Stroke: "#9aa1a8", Width: 0.8, Dash: []float64{3, 2}},
	RoleResponsible: {Stroke: "#7f6a9c", Width: 0.9},
	RoleMember:      {Stroke: "#7f6a9c", Width: 0.9, Dash: []float64{1.3, 2}},

	RoleArea:  {Fill: sand, Stroke: sandEdge, Width: 0.8},
	RoleStrip: {Fill: strip},
	RoleRest:  {Fill: paper, Stroke: "#a3abb3", Width: 0.9},
	RoleBadge: {Fill: blue},

	RoleBorder:   {Fill: sand, Stroke: "#8d8574", Width: 1.3},
	RoleNoBorder: {Form: FormBox, Fill: sand, Stroke: "#8d8574", Width: 1, Dash: []float64{4, 3}},
	RolePin:      {Stroke: ink, Width: 0.9},
	RoleApart:    {Stroke: ink, Width: 0.9},
}

// Fills are the hues of an attribute (the sector at first): 0 is "without", then at most six after Okabe and Ito,
// lightened. Their lightness L* is 75, 94, 81, 86, 67, 59: no two nearer than 5, so that they stay apart on a grey
// printer and for red-green blind eyes (looked at under both); letters on them keep a contrast of 4.5.
var Fills = [7]string{paper, "#94c0e4", "#fdeebb", "#9dd6b8", "#f0cfe2", "#dd914b", "#9484c4"}

// PhaseFills are the fills of offers, light to dark along the phases, so that they are not taken for a sector.
var PhaseFills = [7]string{paper, "#f2f9f8", "#d9edea", "#bfe0dc", "#a5d2cd", "#8bc4be", "#72b5ae"}

// lineOrder draws thin lines before thick ones.
var lineOrder = map[Role]int{RoleProvides: 1, RoleBelongs: 2, RoleResponsible: 3, RoleMember: 4, RoleUnclear: 5, RoleLevel1: 6, RoleAgreed: 7,
	RoleLevel2: 8, RoleBeside1: 9, RoleBeside2: 10, RoleTies1: 6, RoleTies2: 8, RoleTies3: 12, RoleLevel3: 11, RoleBeside3: 12, RoleLevel4: 13}

// LegendEntry is one sign of a picture and what it means.
type LegendEntry struct {
	Role  Role   `json:"role"`
	Fill  string `json:"fill,omitempty"`
	Label string `json:"label"`

	Ops []DrawOp `json:"ops,omitempty"` // the sign itself, 40 × 18 points, where role and fill do not say it
}
