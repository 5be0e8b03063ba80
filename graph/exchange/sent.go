package exchange

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"miteinander/graph"
)

// Sent is a list that goes to somebody by mail and comes back changed: rows of one kind with some of their fields, as they were at a
// revision. The file says all of this itself, in a hidden sheet, so that the program knows it again whatever it is called by then.
type Sent struct {
	Network  graph.NetworkID
	Revision graph.Revision
	Kind     graph.Kind
	Fields   []string   // columns, in order; without the Kennung, which is there always, as a hidden last column
	IDs      []graph.ID // rows, in order; nil: every record of the kind
	To       string     // who gets it, as entered
	On       graph.Date
}

// The hidden sheet: keys and values below its own header.
const (
	sentSheet  = "Miteinander"
	sentHeader = "Diese Liste kommt aus Miteinander"
	sentRow    = "Zeile"
	mostIDs    = 100_000
)

// SentFields are the fields of a kind that a list to send can have, in the order of the workbook; none for a kind that has no list.
func SentFields(k graph.Kind) []string {
	sh := sheetOf(k)
	if sh == nil || k == graph.KindSettings {
		return nil
	}
	var out []string
	for _, c := range sh.columns {
		if f, ok := graph.FieldOf(k, c.field); ok && f.Type != graph.TypeCounts && f.Type != graph.TypeMarks {
			out = append(out, c.field)
		}
	}
	return out
}

// PublicFields are those of SentFields that are meant for others.
func PublicFields(k graph.Kind) []string {
	return slices.DeleteFunc(SentFields(k), func(name string) bool {
		f, _ := graph.FieldOf(k, name)
		return !f.Public
	})
}

// sentText writes references as names where a name is read back as the same record, else as Kennungen.
type sentText struct {
	snap  *graph.Snapshot
	names map[graph.Kind]*index
}

func newSentText(s *graph.Snapshot) *sentText {
	return &sentText{s, map[graph.Kind]*index{}}
}

func (t *sentText) index(k graph.Kind) *index {
	x := t.names[k]
	if x == nil {
		x = newIndex()
		for r := range t.snap.All(k) {
			x.put(r.Key().ID, nameOf(r))
		}
		t.names[k] = x
	}
	return x
}

func (t *sentText) ref(kinds []graph.Kind, id graph.ID) string {
	name, same := "", 0
	for _, k := range kinds {
		if n, ok := t.index(k).names[id]; ok {
			name = n
		}
	}
	for _, k := range kinds {
		x := t.index(k)
		if _, isID := x.names[graph.ID(name)]; isID {
			same++
		}
		same += len(x.exact[name])
	}
	if name == "" || same != 1 || strings.Contains(name, separatorIn) || plain(clean(oneLine(name))) != name {
		return string(id)
	}
	return name
}

// cell is the value of a field of r as the list has it.
func (t *sentText) cell(f graph.Field, r graph.Record) outCell {
	if i, ok := r.(*graph.Institution); ok && f.Name == "provider_kind" {
		return textCell(codeText(f.Codes, t.snap.ProviderKind(i)))
	}
	switch v := f.Get(r).(type) {
	case graph.ID:
		if v == "" {
			return outCell{}
		}
		return textCell(t.ref(f.Kinds, v))
	case []graph.ID:
		out := make([]string, len(v))
		for i, id := range v {
			out[i] = t.ref(f.Kinds, id)
		}
		return listCell(out)
	default:
		return fieldCell(f, v)
	}
}

// read is the text of a cell as it is read from a workbook again.
func (c outCell) read() string {
	switch c.is {
	case isDay:
		return c.day.String()
	case isNumber:
		return strconv.FormatFloat(c.number, 'f', -1, 64)
	case isList:
		return clean(strings.Join(c.parts, separatorIn))
	}
	return clean(c.text)
}

// WriteSent writes the list of s that it describes as an .xlsx: German headers, filters set, header frozen, drop-down lists, nothing
// that a spreadsheet would run. Ids that are not there are left out. Network and Revision are taken from s.
func WriteSent(w io.Writer, s *graph.Snapshot, list Sent) error {
	sh := sheetOf(list.Kind)
	known := SentFields(list.Kind)
	if sh == nil || known == nil {
		return graph.Errorf(graph.Unsupported, "sent.kind")
	}
	list.Network, list.Revision = s.Head().ID, s.Head().Revision
	fields := slices.DeleteFunc(slices.Clone(list.Fields), func(f string) bool { return !slices.Contains(known, f) })
	if len(fields) == 0 {
		fields = known
	}
	list.Fields = fields

	fo := form{outTable: outTable{sheet: sh, name: sh.name}}
	for _, name := range fields {
		c := sh.columns[slices.IndexFunc(sh.columns, func(c column) bool { return c.field == name })]
		fo.columns = append(fo.columns, c)
		fo.header = append(fo.header, c.header)
	}
	fo.header = append(fo.header, columnID)
	records := slices.Collect(s.All(list.Kind))
	if list.IDs != nil {
		records = records[:0]
		for _, id := range list.IDs {
			if r, ok := s.Get(graph.Key{Kind: list.Kind, ID: id}); ok {
				records = append(records, r)
			}
		}
	}
	text := newSentText(s)
	list.IDs = nil
	for _, r := range records {
		row := make([]outCell, 0, len(fields)+1)
		for _, name := range fields {
			f, _ := graph.FieldOf(list.Kind, name)
			row = append(row, text.cell(f, r))
		}
		fo.rows = append(fo.rows, append(row, textCell(string(r.Key().ID))))
		list.IDs = append(list.IDs, r.Key().ID)
	}
	fo.hidden = []int{len(fields)}

	f := excelize.NewFile()
	defer f.Close()
	st, err := newStyles(f)
	if err != nil {
		return err
	}
	tp := &templateWriter{f: f, s: s, full: true, styles: st}
	err = writeSheet(f, fo.outTable, st, func(i int) bool { return i < len(fo.columns) && isRequired(sh, fo.columns[i].field) }, func() error {
		for i, c := range fo.columns {
			if field, ok := graph.FieldOf(sh.kind, c.field); !ok || (field.Type == graph.TypeRef || field.Type == graph.TypeRefs) && field.Kinds[0].IsNode() {
				continue // a long list of names helps nobody
			}
			name, err := excelize.ColumnNumberToName(i + 1)
			if err != nil {
				return err
			}
			if err := tp.dropDown(fo, c, name); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := tp.writeLists(); err != nil {
		return err
	}
	if err := list.write(f); err != nil {
		return fmt.Errorf("list to send: %w", err)
	}
	return finishWorkbook(w, f)
}

func (list Sent) write(f *excelize.File) error {
	if _, err := f.NewSheet(sentSheet); err != nil {
		return err
	}
	rows := [][2]string{{sentHeader, "1"}, {"Netz", string(list.Network)}, {"Revision", formatInt(int64(list.Revision))}, {"Tabelle", list.Kind.Plural()},
		{"Spalten", strings.Join(list.Fields, separatorIn)}, {"An", list.To}}
	if !list.On.IsZero() {
		rows = append(rows, [2]string{"Am", list.On.String()})
	}
	for _, id := range list.IDs {
		rows = append(rows, [2]string{sentRow, string(id)})
	}
	for i, r := range rows {
		for j, v := range r {
			cell, err := excelize.CoordinatesToCellName(j+1, i+1)
			if err != nil {
				return err
			}
			if err := f.SetCellStr(sentSheet, cell, v); err != nil {
				return err
			}
		}
	}
	return f.SetSheetVisible(sentSheet, false)
}

// SentOf tells whether a file is a list that this program sent out; nil if it is not, or if what it says of itself makes no sense.
func SentOf(t Tables) *Sent {
	for _, sheet := range t.Sheets {
		if sheet.Name != sentSheet || len(sheet.Header) == 0 || sheet.Header[0] != sentHeader {
			continue
		}
		s := &Sent{}
		for _, r := range sheet.Rows {
			v := clean(r.cell(1))
			switch clean(r.cell(0)) {
			case "Netz":
				s.Network = graph.NetworkID(v)
			case "Revision":
				n, _ := strconv.ParseInt(v, 10, 64)
				s.Revision = graph.Revision(n)
			case "Tabelle":
				for _, k := range graph.Kinds() {
					if k.Plural() == v && SentFields(k) != nil {
						s.Kind = k
					}
				}
			case "Spalten":
				s.Fields = splitList(v)
			case "An":
				s.To = shorten(oneLine(plain(v)))
			case "Am":
				s.On, _ = graph.ParseDate(v)
			case sentRow:
				if id := graph.ID(v); graph.CheckID(id) == "" && len(s.IDs) < mostIDs {
					s.IDs = append(s.IDs, id)
				}
			}
		}
		if s.Network == "" || s.Revision <= 0 || s.Kind == 0 {
			return nil
		}
		return s
	}
	return nil
}
