// Package words holds every sentence that people read, in German and English, and turns a key with arguments into text. The
// command line, PDF, mail and the service use it; the browser imports the same files (de/*.json, en/*.json), one per topic.
//
// # Files
//
// A topic file is one flat object from key to message. Keys are written whole ("errors.stale", "fields.offer.name"); they are
// unique over all topics, and every key stands in both languages with the same placeholders. Tests hold all of this.
//
// # Messages
//
// A message is ICU MessageFormat as intl-messageformat reads it, cut to what two languages need. Arguments are positional
// and named "0", "1", …, so the browser passes {0: first, 1: second}.
//
//	{0}                        the argument as it is; a number without grouping
//	{0, number}                1.234,5 · 1,234.5; at most three decimals
//	{0, number, integer}       rounded to a whole number
//	{0, number, short}         at most one decimal: what screens show
//	{0, number, percent}       0.375 as "37,5 %" · "37.5%"; at most one decimal
//	{0, date}, {0, date, short} 30.06.2025 · 30 June 2025
//	{0, plural, =0 {…} one {…} other {…}}  # is the number as {n, number} writes it (not within a select inside); =N wins over the category
//	{0, select, yes {…} other {…}}
//
// An apostrophe is written as two, or stands alone before an ordinary letter; before { } # < it opens a quotation
// that the next apostrophe closes ("'{'", "'<' 5"). "<" must be quoted because intl-messageformat reads tags.
//
// The browser has to know three formats by these names, which Go has built in:
//
//	formats = {number: {short: {maximumFractionDigits: 1}, percent: {style: "percent", maximumFractionDigits: 1}, integer: {maximumFractionDigits: 0}},
//	           date: {short: de ? {day: "2-digit", month: "2-digit", year: "numeric"} : {day: "numeric", month: "long", year: "numeric"}}}
//
// with the locales de-DE and en-GB. Write {0, date, short} in messages that the browser shows.
//
// # Arguments
//
// Numbers of every Go type, string kinds, graph.ID, graph.Date (the zero Date is "–"), graph.Level, graph.Count and
// graph.Number (unknown is "–"), graph.Tri (for select: yes, no, unknown), []string and []graph.ID (a list: "A, B und C"),
// and every Texter, which is asked for its own text in the language: a sentence within a sentence.
package words
