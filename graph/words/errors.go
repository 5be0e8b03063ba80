package words

import (
	"errors"
	"strings"

	"miteinander/graph"
)

// Error is the sentence for an error: its key with its arguments; of an error that is no *graph.Error only that something
// went wrong, because its text is for the log. nil is "".
func Error(lang string, err error) string {
	if err == nil {
		return ""
	}
	var e *graph.Error
	if !errors.As(err, &e) || e.Key == "" {
		return Text(lang, "errors.internal")
	}
	return Text(lang, e.Key, errorArgs(lang, e.Key, e.Args)...)
}

// FieldError is the sentence for one wrong value, without its place: sheet, row, column and field stand beside it.
func FieldError(lang string, f graph.FieldError) string {
	args := errorArgs(lang, f.Key, f.Args)
	// Sentences name the value as {0} and what the check says of it from {1} on.
	return Text(lang, f.Key, append([]any{f.Value}, args...)...)
}

// Place says where a wrong value stands, as the user sees it: "Institutionen, Zeile 7, Spalte Art", or the record and field;
// "" where nothing is known.
func Place(lang string, f graph.FieldError) string {
	var parts []string
	if f.Sheet != "" {
		parts = append(parts, f.Sheet)
	}
	if f.Row > 0 {
		parts = append(parts, Text(lang, "errors.place.row", f.Row))
	}
	if f.Column != "" {
		parts = append(parts, Text(lang, "errors.place.column", f.Column))
	}
	if len(parts) == 0 && f.Record != (graph.Key{}) {
		parts = append(parts, keyText(lang, f.Record))
	}
	if f.Column == "" && f.Field != "" {
		parts = append(parts, FieldName(lang, f.Record.Kind, f.Field))
	}
	return strings.Join(parts, ", ")
}

// FieldName is what people call a field of a kind ("Zielgruppen"), the name in code where no file holds it.
func FieldName(lang string, k graph.Kind, field string) string {
	if key := "fields." + k.String() + "." + field; Has(key) {
		return Text(lang, key)
	}
	return field
}

// KindName is what people call one record of a kind ("Einrichtung").
func KindName(lang string, k graph.Kind) string { return Text(lang, "errors.kind", k) }

func keyText(lang string, k graph.Key) string {
	if k.Kind == graph.KindSettings {
		return KindName(lang, k.Kind)
	}
	return KindName(lang, k.Kind) + " " + string(k.ID)
}

// errorArgs turns what only code reads, kinds, keys and code lists, into words.
func errorArgs(lang, key string, args []any) []any {
	out := make([]any, len(args))
	copy(out, args)
	if len(out) == 0 {
		return out
	}
	switch v := out[0].(type) {
	case graph.Key:
		out[0] = keyText(lang, v)
	case string:
		switch key {
		case "errors.field.unknown_ref":
			var names []string
			for k := range strings.SplitSeq(v, ",") {
				if kind, ok := graph.ParseKind(k); ok {
					names = append(names, KindName(lang, kind))
				}
			}
			out[0] = Alternatives(lang, names)
		case "errors.field.id_taken", "errors.field.in_use", "errors.duplicate_id", "errors.op_order":
			if k, ok := graph.ParseKey(v); ok {
				out[0] = keyText(lang, k)
			}
		}
	case []string:
		out[0] = Alternatives(lang, v)
	}
	return out
}
