package words

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// message is a parsed ICU message: text and arguments in turn.
type message []part

// part is one piece of a message. Kind decides which fields count.
type part struct {
	kind     partKind
	text     string   // text
	arg      int      // position of the argument
	style    string   // number and date
	branches []branch // plural and select
}

type partKind uint8

const (
	partText partKind = iota
	partPlain
	partNumber
	partDate
	partPlural
	partSelect
	partHash // # inside a plural
)

type branch struct {
	name string // "=0", "one", "other", or the word of a select
	body message
}

var styles = map[partKind][]string{
	partNumber: {"", "integer", "short", "percent"},
	partDate:   {"", "short"},
}

// parse reads a message; the error says where and what.
func parse(text string) (message, error) {
	p := &parser{in: []rune(text)}
	m, err := p.message(0, false)
	if err != nil {
		return nil, fmt.Errorf("at character %d of %q: %w", p.at+1, text, err)
	}
	return m, nil
}

type parser struct {
	in []rune
	at int
}

// message reads up to the closing brace of depth > 0 or the end.
func (p *parser) message(depth int, inPlural bool) (message, error) {
	var m message
	var b strings.Builder
	flush := func() {
		if b.Len() > 0 {
			m = append(m, part{kind: partText, text: b.String()})
			b.Reset()
		}
	}
	for p.at < len(p.in) {
		switch r := p.in[p.at]; {
		case r == '\'':
			p.apostrophe(&b, inPlural)
		case r == '{':
			flush()
			a, err := p.argument(depth)
			if err != nil {
				return nil, err
			}
			m = append(m, a)
		case r == '}' && depth > 0:
			flush()
			return m, nil
		case r == '}' || r == '<':
			return nil, fmt.Errorf("%q must be quoted", r)
		case r == '#' && inPlural:
			flush()
			m = append(m, part{kind: partHash})
			p.at++
		default:
			b.WriteRune(r)
			p.at++
		}
	}
	if depth > 0 {
		return nil, fmt.Errorf("brace is not closed")
	}
	flush()
	return m, nil
}

// apostrophe reads an escaped apostrophe, a quotation, or an apostrophe that stands for itself.
func (p *parser) apostrophe(b *strings.Builder, inPlural bool) {
	p.at++
	if p.at == len(p.in) {
		b.WriteByte('\'')
		return
	}
	next := p.in[p.at]
	if next == '\'' {
		b.WriteByte('\'')
		p.at++
		return
	}
	if !strings.ContainsRune("{}<>", next) && !(next == '#' && inPlural) {
		b.WriteByte('\'')
		return
	}
	for p.at < len(p.in) {
		r := p.in[p.at]
		p.at++
		if r == '\'' {
			if p.at < len(p.in) && p.in[p.at] == '\'' {
				p.at++
			} else {
				return
			}
		}
		b.WriteRune(r)
	}
}

func (p *parser) space() {
	for p.at < len(p.in) && (p.in[p.at] == ' ' || p.in[p.at] == '\n' || p.in[p.at] == '\t') {
		p.at++
	}
}

func (p *parser) word() string {
	p.space()
	start := p.at
	for p.at < len(p.in) && !strings.ContainsRune(" \n\t,{}", p.in[p.at]) {
		p.at++
	}
	w := string(p.in[start:p.at])
	p.space()
	return w
}

func (p *parser) is(r rune) bool { return p.at < len(p.in) && p.in[p.at] == r }

func (p *parser) expect(r rune) error {
	if !p.is(r) {
		return fmt.Errorf("%q expected", r)
	}
	p.at++
	return nil
}

// argument reads "{0…}" with the opening brace at hand.
func (p *parser) argument(depth int) (part, error) {
	p.at++
	name := p.word()
	n, err := strconv.Atoi(name)
	if err != nil || n < 0 || n > 20 {
		return part{}, fmt.Errorf("argument %q is no position", name)
	}
	a := part{kind: partPlain, arg: n}
	if p.is('}') {
		p.at++
		return a, nil
	}
	if err := p.expect(','); err != nil {
		return part{}, err
	}
	switch kind := p.word(); kind {
	case "number":
		a.kind = partNumber
	case "date":
		a.kind = partDate
	case "plural":
		a.kind = partPlural
	case "select":
		a.kind = partSelect
	default:
		return part{}, fmt.Errorf("unknown kind %q", kind)
	}
	if a.kind == partNumber || a.kind == partDate {
		if p.is(',') {
			p.at++
			a.style = p.word()
		}
		if !slices.Contains(styles[a.kind], a.style) {
			return part{}, fmt.Errorf("unknown style %q", a.style)
		}
		return a, p.expect('}')
	}
	if err := p.expect(','); err != nil {
		return part{}, err
	}
	return a, p.branches(&a, depth)
}

func (p *parser) branches(a *part, depth int) error {
	for {
		name := p.word()
		if name == "" {
			break
		}
		if a.kind == partPlural && name != "one" && name != "other" {
			if n, err := strconv.Atoi(strings.TrimPrefix(name, "=")); err != nil || n < 0 || name[0] != '=' {
				return fmt.Errorf("plural has no category %q", name)
			}
		}
		if slices.ContainsFunc(a.branches, func(b branch) bool { return b.name == name }) {
			return fmt.Errorf("%q stands twice", name)
		}
		if err := p.expect('{'); err != nil {
			return err
		}
		body, err := p.message(depth+1, a.kind == partPlural)
		if err != nil {
			return err
		}
		if err := p.expect('}'); err != nil {
			return err
		}
		a.branches = append(a.branches, branch{name, body})
		p.space()
	}
	if !slices.ContainsFunc(a.branches, func(b branch) bool { return b.name == "other" }) {
		return fmt.Errorf("no branch \"other\"")
	}
	return p.expect('}')
}

// write puts the message with its arguments; hash is the number that # stands for, in the branches of a plural.
func (m message) write(b *strings.Builder, lang string, args []any, hash any) {
	for _, p := range m {
		var v any
		if p.arg < len(args) {
			v = args[p.arg]
		}
		switch p.kind {
		case partText:
			b.WriteString(p.text)
		case partHash:
			b.WriteString(number(lang, hash, ""))
		case partPlain:
			b.WriteString(plain(lang, v))
		case partNumber:
			b.WriteString(number(lang, v, p.style))
		case partDate:
			b.WriteString(date(lang, v))
		case partPlural, partSelect:
			p.choose(lang, v).write(b, lang, args, v)
		}
	}
}

// choose finds the branch for a value: "=3" before "one" before "other" in a plural, the word itself in a select.
func (p part) choose(lang string, v any) message {
	find := func(name string) (message, bool) {
		for _, b := range p.branches {
			if b.name == name {
				return b.body, true
			}
		}
		return nil, false
	}
	if p.kind == partSelect {
		if m, ok := find(selectWord(lang, v)); ok {
			return m
		}
	} else if x, known := toFloat(v); known {
		if m, ok := find("=" + strconv.FormatFloat(x, 'f', -1, 64)); ok {
			return m
		}
		if m, ok := find("one"); ok && x == 1 {
			return m
		}
	}
	m, _ := find("other")
	return m
}

// shape lists what a message asks of its arguments ("0 plain", "1 plural"), sorted: equal in every language.
func (m message) shape() []string {
	var out []string
	names := [...]string{partPlain: "plain", partNumber: "number", partDate: "date", partPlural: "plural", partSelect: "select"}
	var walk func(message)
	walk = func(m message) {
		for _, p := range m {
			if p.kind == partText || p.kind == partHash {
				continue
			}
			out = append(out, strconv.Itoa(p.arg)+" "+names[p.kind])
			for _, b := range p.branches {
				walk(b.body)
			}
		}
	}
	walk(m)
	slices.Sort(out)
	return slices.Compact(out)
}
