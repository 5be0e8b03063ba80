package server

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"
)

// jsonFormat writes JSON without HTML escapes and reads it strictly. encoding/json alone would take the last of "role" and
// "Role" and drop a second document without a word.
var jsonFormat = huma.Format{
	Marshal: func(w io.Writer, v any) error {
		enc := json.NewEncoder(w)
		enc.SetEscapeHTML(false)
		return enc.Encode(v)
	},
	Unmarshal: func(b []byte, v any) error {
		if err := checkJSON(b); err != nil {
			return err
		}
		return json.Unmarshal(b, v)
	},
}

const maxJSONDepth = 32

// freeKeys hold objects whose keys are data: ids, own attributes, items of a checklist. There "A" and "a" are two keys.
var freeKeys = map[string]bool{"attributes": true, "items": true, "children": true}

// checkJSON refuses what two readers could read in two ways: invalid UTF-8, keys that are equal but for case, trailing data,
// and nesting deeper than any of our inputs.
func checkJSON(b []byte) error {
	if !utf8.Valid(b) {
		return fmt.Errorf("not valid UTF-8")
	}
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	if err := checkValue(d, 0, false); err != nil {
		return err
	}
	if _, err := d.Token(); err != io.EOF {
		return fmt.Errorf("more than one JSON value")
	}
	return nil
}

func checkValue(d *json.Decoder, depth int, free bool) error {
	t, err := d.Token()
	if err != nil {
		return err
	}
	open, ok := t.(json.Delim)
	if !ok {
		return nil
	}
	if depth == maxJSONDepth {
		return fmt.Errorf("nested deeper than %d", maxJSONDepth)
	}
	seen := map[string]bool{}
	for d.More() {
		below := false
		if open == '{' {
			key, err := d.Token()
			if err != nil {
				return err
			}
			folded := key.(string)
			if !free {
				folded = strings.ToLower(strings.ToUpper(folded)) // as encoding/json does: a long s is an s
				below = freeKeys[folded]
			}
			if seen[folded] {
				return fmt.Errorf("key %q twice", key)
			}
			seen[folded] = true
		}
		if err := checkValue(d, depth+1, below); err != nil {
			return err
		}
	}
	_, err = d.Token()
	return err
}
