package exchange

import (
	"encoding/json"
	"strings"

	"miteinander/graph"
)

// ImportNote is what the Change of an import says of the file that it came from: the log of imports is the history
// (docs/decisions/0080). No free text about persons.
type ImportNote struct {
	File        string `json:"file"`
	Hash        string `json:"sha256"` // hexadecimal; of older changes its first 16 digits
	Mapping     string `json:"mapping,omitempty"`
	MappingHash string `json:"mapping_sha256,omitempty"` // of its text
	To          string `json:"to,omitempty"`             // of a list that went out: who had it
	New         int    `json:"new"`
	Changed     int    `json:"changed"`
	Removed     int    `json:"removed,omitempty"`
	LeftOut     int    `json:"left_out,omitempty"` // rows with errors
}

// String is the note of a Change.
func (n ImportNote) String() string {
	b, err := json.Marshal(n)
	if err != nil {
		return n.File + " " + n.Hash
	}
	return string(b)
}

// ParseImportNote reads what String wrote, and the "file hash" of changes before it.
func ParseImportNote(s string) ImportNote {
	var n ImportNote
	if strings.HasPrefix(s, "{") && json.Unmarshal([]byte(s), &n) == nil {
		return n
	}
	if i := strings.LastIndexByte(s, ' '); i > 0 {
		return ImportNote{File: s[:i], Hash: s[i+1:], New: -1, Changed: -1}
	}
	return ImportNote{File: s, New: -1, Changed: -1}
}

// CountOps tells how many records operations make, change and remove; what the program itself keeps beside them (documents) does not
// count.
func CountOps(ops []graph.Op) (fresh, changed, removed int) {
	for _, op := range ops {
		switch {
		case op.Key().Kind == graph.KindDocument:
		case op.Before == nil:
			fresh++
		case op.After == nil:
			removed++
		default:
			changed++
		}
	}
	return fresh, changed, removed
}
