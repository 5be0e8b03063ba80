package exchange

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"slices"
)

// The way of tables from the child that reads a file to the service: frames, one for each sheet and each row, so that neither of the two
// ever holds the whole as text beside the whole as cells. A frame is a letter, a length and that many bytes.
const (
	frameProgress = 'p' // rows, thousandths
	frameSheet    = 's' // JSON of a Table without rows
	frameRow      = 'r'
	frameEnd      = 'e' // JSON of a Tables without sheets
	frameOther    = 'o' // no tables at all: what else the child has to say
)

// mostFrame bounds one frame; the marked original of a large workbook is one.
const mostFrame = 512 << 20

// TableWriter writes tables as frames.
type TableWriter struct {
	w   *bufio.Writer
	buf []byte
}

// NewTableWriter makes one.
func NewTableWriter(w io.Writer) *TableWriter { return &TableWriter{w: bufio.NewWriterSize(w, 64<<10)} }

func (tw *TableWriter) frame(kind byte, body []byte) error {
	var head [1 + binary.MaxVarintLen64]byte
	head[0] = kind
	n := binary.PutUvarint(head[1:], uint64(len(body)))
	if _, err := tw.w.Write(head[:1+n]); err != nil {
		return err
	}
	_, err := tw.w.Write(body)
	return err
}

// Progress says how far reading is, at once.
func (tw *TableWriter) Progress(rows int, share float64) error {
	tw.buf = binary.AppendUvarint(tw.buf[:0], uint64(max(rows, 0)))
	tw.buf = binary.AppendUvarint(tw.buf, uint64(min(max(share, 0), 1)*1000))
	if err := tw.frame(frameProgress, tw.buf); err != nil {
		return err
	}
	return tw.w.Flush()
}

// Tables writes all of a file. It lets go of the rows that it has written.
func (tw *TableWriter) Tables(t Tables) error {
	for i := range t.Sheets {
		rows := t.Sheets[i].Rows
		t.Sheets[i].Rows = nil
		head, err := json.Marshal(t.Sheets[i])
		if err != nil {
			return err
		}
		if err := tw.frame(frameSheet, head); err != nil {
			return err
		}
		for j, r := range rows {
			rows[j] = Row{}
			if err := tw.row(r); err != nil {
				return err
			}
		}
	}
	t.Sheets = nil
	end, err := json.Marshal(t)
	if err != nil {
		return err
	}
	if err := tw.frame(frameEnd, end); err != nil {
		return err
	}
	return tw.w.Flush()
}

// Other says something else instead of tables.
func (tw *TableWriter) Other(b []byte) error {
	if err := tw.frame(frameOther, b); err != nil {
		return err
	}
	return tw.w.Flush()
}

func (tw *TableWriter) row(r Row) error {
	b := binary.AppendUvarint(tw.buf[:0], uint64(r.Number))
	b = binary.AppendUvarint(b, uint64(len(r.Cells)))
	for _, c := range r.Cells {
		b = binary.AppendUvarint(b, uint64(len(c)))
		b = append(b, c...)
	}
	for _, at := range slices.Sorted(maps.Keys(r.Flags)) {
		b = binary.AppendUvarint(b, uint64(at))
		b = append(b, byte(len(r.Flags[at])))
		b = append(b, r.Flags[at]...)
	}
	tw.buf = b
	return tw.frame(frameRow, b)
}

// fill reads n bytes, and takes memory for them as they come.
func fill(buf []byte, in io.Reader, n int) ([]byte, error) {
	buf = buf[:0]
	for len(buf) < n {
		step := min(n-len(buf), max(1<<20, len(buf)))
		buf = slices.Grow(buf, step)
		if _, err := io.ReadFull(in, buf[len(buf):len(buf)+step]); err != nil {
			return buf, err
		}
		buf = buf[:len(buf)+step]
	}
	return buf, nil
}

var errFrame = errors.New("a frame that makes no sense")

// ReadStream reads what a TableWriter wrote: tables, or other, what Other was given. progress may be nil.
func ReadStream(r io.Reader, progress func(rows int, share float64)) (t Tables, other []byte, err error) {
	var out Tables
	in := bufio.NewReaderSize(r, 64<<10)
	var buf []byte
	slab := &cellSlab{same: map[string]string{}}
	for {
		kind, err := in.ReadByte()
		if err != nil {
			return out, nil, err
		}
		n, err := binary.ReadUvarint(in)
		if err != nil {
			return out, nil, err
		}
		if n > mostFrame {
			return out, nil, errFrame
		}
		if buf, err = fill(buf, in, int(n)); err != nil {
			return out, nil, err
		}
		switch kind {
		case frameProgress:
			rows, k := binary.Uvarint(buf)
			if k <= 0 {
				return out, nil, errFrame
			}
			share, _ := binary.Uvarint(buf[k:])
			if progress != nil {
				progress(int(rows), float64(share)/1000)
			}
		case frameSheet:
			var t Table
			if err := json.Unmarshal(buf, &t); err != nil {
				return out, nil, err
			}
			out.Sheets = append(out.Sheets, t)
		case frameRow:
			if len(out.Sheets) == 0 {
				return out, nil, errFrame
			}
			row, err := slab.row(buf)
			if err != nil {
				return out, nil, err
			}
			last := &out.Sheets[len(out.Sheets)-1]
			last.Rows = append(last.Rows, row)
		case frameOther:
			return out, buf, nil
		case frameEnd:
			sheets := out.Sheets
			out.Sheets = nil
			if err := json.Unmarshal(buf, &out); err != nil {
				return out, nil, err
			}
			out.Sheets = sheets
			return out, nil, nil
		default:
			return out, nil, errFrame
		}
	}
}

// cellSlab makes the cells of rows out of few allocations: their slices are cut off a large one, short texts that come again are one.
type cellSlab struct {
	free []string
	same map[string]string
}

const (
	slabSize  = 8192
	shortText = 32
	mostSame  = 4096
)

func (s *cellSlab) row(b []byte) (Row, error) {
	number, b, err := uvarint(b)
	if err != nil {
		return Row{}, err
	}
	count, b, err := uvarint(b)
	if err != nil || count > len(b) {
		return Row{}, errFrame
	}
	if len(s.free) < count {
		s.free = make([]string, max(slabSize, count))
	}
	cells := s.free[:count:count]
	s.free = s.free[count:]
	for i := range cells {
		var n int
		if n, b, err = uvarint(b); err != nil || n > len(b) {
			return Row{}, errFrame
		}
		cells[i] = s.text(b[:n])
		b = b[n:]
	}
	row := Row{Number: number, Cells: cells}
	for len(b) > 0 {
		var at int
		if at, b, err = uvarint(b); err != nil || len(b) == 0 || int(b[0]) >= len(b) {
			return Row{}, errFrame
		}
		row.flag(at, s.text(b[1:1+b[0]]))
		b = b[1+b[0]:]
	}
	return row, nil
}

func (s *cellSlab) text(b []byte) string {
	if len(b) == 0 {
		return ""
	}
	if len(b) > shortText {
		return string(b)
	}
	if t, ok := s.same[string(b)]; ok {
		return t
	}
	t := string(b)
	if len(s.same) < mostSame {
		s.same[t] = t
	}
	return t
}

func uvarint(b []byte) (int, []byte, error) {
	v, n := binary.Uvarint(b)
	if n <= 0 || v > mostFrame {
		return 0, b, errFrame
	}
	return int(v), b[n:], nil
}
