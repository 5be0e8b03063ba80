package neo4jstore

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"io"

	"miteinander/graph"
)

// The ops of a change lie in parallel lists of a few nodes, each with at most partOps ops and about partBytes of text. Small changes can be read
// in the database as they are. The text of a part with more than packBytes, as an import has hundreds of, is packed into one property, which takes
// less of the server's memory and disk (docs/decisions/0080).
const (
	partOps   = 200
	partBytes = 1 << 20
	packBytes = 16 << 10
)

// opRows are the rows of insert_ops.
func (w writer) opRows(c graph.Change) ([]params, error) {
	var out []params
	var keys []string
	var since []int64
	var b bodies
	flush := func() error {
		if len(keys) == 0 {
			return nil
		}
		p, err := b.properties(b.size() > w.pack)
		if err != nil {
			return err
		}
		p["network"], p["revision"], p["part"], p["keys"], p["since"] = string(w.network), int64(c.Revision()), int64(len(out)), keys, since
		out = append(out, params{"revision": int64(c.Revision()), "properties": p})
		keys, since, b = nil, nil, bodies{}
		return nil
	}
	for _, o := range c.Ops {
		before, after := encoded(o.Before), encoded(o.After)
		if len(keys) == partOps || len(keys) > 0 && b.size()+len(before)+len(after) > partBytes {
			if err := flush(); err != nil {
				return nil, err
			}
		}
		b.add(before, after)
		keys, since = append(keys, o.Key().String()), append(since, int64(o.Since))
	}
	return out, flush()
}

// rowSize is about how many bytes a row of insert_ops takes on its way.
func rowSize(row params) int {
	p, _ := row["properties"].(params)
	packed, _ := p["packed"].([]byte)
	return packBytes + len(packed)
}

func encoded(r graph.Record) string {
	if r == nil {
		return ""
	}
	return string(graph.Encode(r))
}

func decoded(s string) (graph.Record, error) {
	if s == "" {
		return nil, nil
	}
	return graph.Decode([]byte(s))
}

// bodies are the texts of a part, one before and one after for each op. An empty text stands for nothing, since lists hold no null.
type bodies struct {
	before, after []string
	text          int
}

func (b *bodies) add(before, after string) {
	b.before, b.after, b.text = append(b.before, before), append(b.after, after), b.text+len(before)+len(after)
}

func (b *bodies) size() int { return b.text }

// properties are those of an Ops node: two lists, or packed, where all that is unused is null, so that it goes from a node that had it.
func (b *bodies) properties(packed bool) (params, error) {
	if !packed {
		return params{"before": b.before, "after": b.after, "packed": nil}, nil
	}
	var out bytes.Buffer
	w, err := zlib.NewWriterLevel(&out, zlib.BestSpeed)
	if err != nil {
		return nil, err
	}
	var head []byte
	for i := range b.before {
		for _, s := range []string{b.before[i], b.after[i]} {
			head = binary.AppendUvarint(head[:0], uint64(len(s)))
			if _, err := w.Write(append(head, s...)); err != nil {
				return nil, err
			}
		}
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return params{"before": nil, "after": nil, "packed": out.Bytes()}, nil
}

// bodiesOf reads the texts of an Ops node with n ops.
func bodiesOf(part map[string]any, n int) (b bodies, packed bool, err error) {
	if part["packed"] == nil {
		if b.before, err = list[string](part["before"]); err != nil {
			return b, false, err
		}
		if b.after, err = list[string](part["after"]); err != nil {
			return b, false, err
		}
		if len(b.before) != n || len(b.after) != n {
			return b, false, errPartly
		}
		return b, false, nil
	}
	raw, err := as[[]byte](part["packed"])
	if err != nil {
		return b, true, err
	}
	z, err := zlib.NewReader(bytes.NewReader(raw))
	if err != nil {
		return b, true, err
	}
	all, err := io.ReadAll(z)
	if err != nil {
		return b, true, err
	}
	next := func() (string, error) {
		size, k := binary.Uvarint(all)
		if k <= 0 || size > uint64(len(all)-k) {
			return "", fmt.Errorf("packed text ends early: %w", io.ErrUnexpectedEOF)
		}
		s := string(all[k : k+int(size)])
		all = all[k+int(size):]
		return s, nil
	}
	for range n {
		before, err := next()
		if err != nil {
			return b, true, err
		}
		after, err := next()
		if err != nil {
			return b, true, err
		}
		b.add(before, after)
	}
	if len(all) > 0 {
		return b, true, fmt.Errorf("packed text of %d ops has %d bytes more", n, len(all))
	}
	return b, true, nil
}

// opsOf reads the ops of an Ops node, and whether their text was packed.
func opsOf(part map[string]any) (ops []graph.Op, packed bool, err error) {
	since, err := list[int64](part["since"])
	if err != nil {
		return nil, false, err
	}
	b, packed, err := bodiesOf(part, len(since))
	if err != nil {
		return nil, packed, fmt.Errorf("%w: %w", errPartly, err)
	}
	out := make([]graph.Op, len(since))
	for i := range since {
		before, err := decoded(b.before[i])
		if err != nil {
			return nil, packed, fmt.Errorf("%w: %w", errPartly, err)
		}
		after, err := decoded(b.after[i])
		if err != nil {
			return nil, packed, fmt.Errorf("%w: %w", errPartly, err)
		}
		out[i] = graph.Op{Before: before, After: after, Since: graph.Revision(since[i])}
	}
	return out, packed, nil
}
