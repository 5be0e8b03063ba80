package geometry

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// decode reads one JSON value and nothing after it. Numbers of properties stay as they are written: a key of seventeen digits is no
// float64.
func decode(b []byte, v any) error {
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	if err := d.Decode(v); err != nil {
		return err
	}
	if _, err := d.Token(); err != io.EOF {
		return fmt.Errorf("more than one JSON value")
	}
	return nil
}

// twice is the JSON pointer of the first name that an object has twice, "" if none has: two programs would read such a file in two ways.
// encoding/json takes "Type" for "type", so outside of properties case does not part names. The nesting of b is bounded before.
func twice(b []byte) (string, error) {
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	at, err := twiceIn(d, false)
	return cut(at), err
}

var pointerEscapes = strings.NewReplacer("~", "~0", "/", "~1")

// twiceIn makes the pointer on the way back, so that the many corners of a map cost none.
func twiceIn(d *json.Decoder, data bool) (string, error) {
	t, err := d.Token()
	if err != nil {
		return "", err
	}
	open, ok := t.(json.Delim)
	if !ok {
		return "", nil
	}
	seen := map[string]bool{}
	for i := 0; d.More(); i++ {
		step, below := "", data
		if open == '{' {
			t, err := d.Token()
			if err != nil {
				return "", err
			}
			name, _ := t.(string)
			key := name
			if !data {
				key = strings.ToLower(strings.ToUpper(name)) // as encoding/json does: a long s is an s
			}
			if step = "/" + pointerEscapes.Replace(name); seen[key] {
				return step, nil
			}
			seen[key] = true
			below = data || key == "properties"
		}
		found, err := twiceIn(d, below)
		if err != nil {
			return "", err
		}
		if found != "" {
			if open == '[' {
				step = fmt.Sprintf("/%d", i)
			}
			return step + found, nil
		}
	}
	_, err = d.Token()
	return "", err
}
