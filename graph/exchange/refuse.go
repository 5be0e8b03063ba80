package exchange

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strings"
)

var sentence = regexp.MustCompile(`\p{Ll}[.!?](?:\s|$)`)

// noList is the key of the sentence for a file that holds no list, "" for one that may: a document, a picture, a page of the web,
// data of programs, running text.
func noList(b []byte) string {
	head := b[:min(len(b), 4096)]
	text, _ := decodeText(head)
	start := strings.ToLower(strings.TrimLeft(text, " \t\r\n\ufeff"))
	switch {
	case bytes.HasPrefix(head, []byte("%PDF")):
		return "exchange.file.pdf"
	case bytes.HasPrefix(head, []byte("\x89PNG")), bytes.HasPrefix(head, []byte("\xff\xd8\xff")), bytes.HasPrefix(head, []byte("GIF8")), bytes.HasPrefix(head, []byte("BM")) && isBinary(b):
		return "exchange.file.picture"
	case strings.HasPrefix(start, `{\rtf`):
		return "exchange.file.document"
	case strings.HasPrefix(start, "<!doctype html"), strings.HasPrefix(start, "<html"), strings.HasPrefix(start, "<table"), strings.HasPrefix(start, "mime-version:"):
		return "exchange.file.webpage"
	case strings.HasPrefix(start, "<?xml"), strings.HasPrefix(start, "<svg"):
		return "exchange.file.xml"
	case (strings.HasPrefix(start, "{") || strings.HasPrefix(start, "[")) && json.Valid(b):
		return "exchange.file.json"
	case isBinary(b):
		return "exchange.file.no_table"
	case runningText(text):
		return "exchange.file.running_text"
	}
	return ""
}

// runningText tells a letter or a report from a list: several long lines, most of them with sentences, and none of the separators
// that a list is written with parts them into the same number of cells.
func runningText(s string) bool {
	lines, long, sentences := 0, 0, 0
	cells := map[[2]int]int{}
	for line := range strings.SplitSeq(strings.ReplaceAll(s, "\r", "\n"), "\n") {
		if strings.TrimSpace(line) == "" {
			continue
		}
		lines++
		if len(line) > 60 {
			long++
		}
		if sentence.MatchString(line) {
			sentences++
		}
		for i, r := range []rune{';', '\t', '|', ','} {
			if n := outsideQuotes(line, r); n > 0 && (r != ',' || n > 1) {
				cells[[2]int{i, n}]++
			}
		}
	}
	most := 0
	for _, n := range cells {
		most = max(most, n)
	}
	return lines >= 2 && long*2 >= lines && sentences*2 >= lines && most*2 < lines
}
