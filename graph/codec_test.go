package graph

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// full is a record of a kind with every field set; references point at nothing.
func full(k Kind) Record {
	r := New(k, "x")
	for i, f := range Fields(k) {
		var v any
		switch f.Type {
		case TypeText, TypeLongText, TypeBody:
			v = fmt.Sprintf("Größe \"%d\" \\ <b> „ü“ \u2028", i)
		case TypeCode:
			v = Codes(f.Codes)[len(Codes(f.Codes))-1]
		case TypeCodes:
			v = Codes(f.Codes)
		case TypeTexts:
			v = []string{"eins", "zwei; drei"}
		case TypeRef:
			v = ID(fmt.Sprint("ref", i))
		case TypeRefs:
			v = []ID{"b", "a"}
		case TypeTri:
			v = No
		case TypeDate:
			v = Date{2025, 2, 28}
		case TypeCount:
			v = CountOf(0)
		case TypeNumber:
			v = NumberOf(0.1)
		case TypeLevel:
			v = Level(3)
		case TypeMarks:
			v = map[string]Tri{"Besuch": Yes, "Brief": No}
		case TypeCounts:
			v = map[ID]int64{"u3": 0, "ssg": 7}
		case TypeAttributes:
			v = map[string]string{"Spalte": "Wert", "": "leer"}
		default:
			panic("a field type that the test does not know")
		}
		if err := f.Set(r, v); err != nil {
			panic(err)
		}
	}
	return r
}

func TestEncode_everyField(t *testing.T) {
	for _, k := range Kinds() {
		r := full(k)
		got, err := Decode(Encode(r))
		if err != nil {
			t.Errorf("%s: %v", k, err)
			continue
		}
		if d := Differing(r, got); len(d) > 0 || got.Key() != r.Key() {
			t.Errorf("%s: lost %v", k, d)
		}
		if string(Encode(got)) != string(Encode(r)) {
			t.Errorf("%s: not canonical", k)
		}
	}
}

// What Encode writes without escapes is read in one pass, and both ways give the same.
func TestDecode_oneWayAsTheOther(t *testing.T) {
	for _, k := range Kinds() {
		r := full(k)
		for _, f := range Fields(k) {
			if f.Type == TypeText || f.Type == TypeLongText || f.Type == TypeBody {
				if err := f.Set(r, "Größe ü \u2028 <b>"); err != nil {
					t.Fatal(err)
				}
			}
		}
		b := Encode(r)
		short, ok := decodeCanonical(b)
		long, err := decodeAny(b)
		if !ok || err != nil || !Equal(short, r) || !Equal(long, r) || string(Encode(short)) != string(b) {
			t.Errorf("%s: %v %v: %s", k, ok, err, b)
		}
	}
	for _, s := range []string{`{"v":1,"key":"offer/o", "name":"x"}`, `{"v":1,"key":"offer/o","name":"\u0041"}`, `{"key":"offer/o","v":1}`,
		`{"v":1,"key":"offer/o","capacity":1e2}`, `{"v":1,"key":"offer/o","capacity":null}`, `{"v":1,"key":"offer/o","name":"x","name":"y"}`,
		`{"v":1,"key":"offer/o","areas":["a","b"],"name":"x"}`, `{"v":1,"key":"offer/o","areas":[]}`, `{"v":1,"key":"offer/o","attributes":{"a}":"b"}}`,
		`{"v":1,"key":"offer/o","attributes":{}}`, `{"v":1,"key":"offer/o","capacity":9223372036854775807}`, `{"v":1,"key":"offer/o","valid_from":""}`} {
		got, err := Decode([]byte(s))
		want, wantErr := decodeAny([]byte(s))
		if (err == nil) != (wantErr == nil) || err == nil && !Equal(got, want) {
			t.Errorf("%s: %v, %v; by encoding/json %v, %v", s, got, err, want, wantErr)
		}
	}
}

func TestEncode_emptyIsUnknownNotZero(t *testing.T) {
	for _, k := range Kinds() {
		r := New(k, "x")
		got, err := Decode(Encode(r))
		if err != nil || !Equal(got, r) {
			t.Errorf("%s: %v, %v", k, err, got)
		}
	}
	o := &Offer{ID: "o", Capacity: CountOf(0)}
	if s := string(Encode(o)); s != `{"v":1,"key":"offer/o","capacity":0}` {
		t.Errorf("a known 0 is written: %s", s)
	}
}

func TestDecode_refuses(t *testing.T) {
	for _, s := range []string{``, `{}`, `[]`, `{"v":1,"key":"offer"}`, `{"v":2,"key":"offer/o"}`, `{"v":1,"key":"ship/o"}`,
		`{"v":1,"key":"offer/o","colour":"red"}`, `{"v":1,"key":"offer/o","free":"ja"}`, `{"v":1,"key":"offer/o"} {}`,
		`{"v":1,"key":"offer/o","valid_from":"2025-02-30"}`} {
		if r, err := Decode([]byte(s)); err == nil {
			t.Errorf("%s became %v", s, r)
		}
	}
}

func FuzzDecode(f *testing.F) {
	for _, k := range Kinds() {
		f.Add(Encode(full(k)))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		r, err := Decode(b)
		long, longErr := decodeAny(b)
		if (err == nil) != (longErr == nil) || err == nil && (r.Key() != long.Key() || !Equal(r, long)) {
			t.Fatalf("%q: %v, %v and by encoding/json %v, %v", b, r, err, long, longErr)
		}
		if err != nil {
			return
		}
		again, err := Decode(Encode(r))
		if err != nil || !Equal(r, again) {
			t.Fatalf("%q: %v", b, err)
		}
	})
}

func TestClone_isDeep(t *testing.T) {
	for _, k := range Kinds() {
		r := full(k)
		before := string(Encode(r))
		c := Clone(r)
		for _, f := range Fields(k) {
			switch v := f.Get(c).(type) {
			case []ID:
				v[0] = "changed"
			case []string:
				v[0] = "changed"
			case map[string]string:
				v["new"] = "changed"
			case map[string]Tri:
				v["new"] = Yes
			case map[ID]int64:
				v["new"] = 1
			}
		}
		if string(Encode(r)) != before {
			t.Errorf("%s: a clone shares memory with its original", k)
		}
	}
}

func TestFilter_keyRoundTrip(t *testing.T) {
	ids := rapid.SliceOfN(rapid.Map(rapid.StringN(1, 5, 20), func(s string) ID { return ID(strings.ToValidUTF8(s, "")) }).Filter(func(i ID) bool { return i != "" }), 0, 3)
	rapid.Check(t, func(t *rapid.T) {
		f := Filter{Date: Date{2025, 6, 30}, MinLevel: Level(rapid.IntRange(0, 4).Draw(t, "level")), WithoutCoordination: rapid.Bool().Draw(t, "without")}
		for _, l := range f.lists() {
			*l.ids = ids.Draw(t, l.name)
		}
		got, err := ParseFilter(f.Key())
		if err != nil || got.Key() != f.Key() {
			t.Fatalf("%s became %s: %v", f.Key(), got.Key(), err)
		}
	})
	if _, err := ParseFilter("date=31.12.2025"); CodeOf(err) != Invalid {
		t.Errorf("a wrong date gives %v", err)
	}
	f, err := ParseFilter("lang=de&areas=N&areas=S,N&min_level=2")
	if err != nil || f.Key() != "v=1&date=&areas=N,S&min_level=2" {
		t.Errorf("%s %v", f.Key(), err)
	}
}

func TestDate(t *testing.T) {
	for _, c := range []struct{ in, months, want string }{{"2025-01-31", "1", "2025-02-28"}, {"2024-01-31", "1", "2024-02-29"}, {"2025-12-31", "12", "2026-12-31"}} {
		d, _ := ParseDate(c.in)
		var n int
		_, _ = fmt.Sscan(c.months, &n)
		if got := d.AddMonths(n).String(); got != c.want {
			t.Errorf("%s + %s months = %s, want %s", c.in, c.months, got, c.want)
		}
	}
	if (Date{2025, 2, 29}).Valid() || !(Date{2024, 2, 29}).Valid() || !(Date{}).Valid() {
		t.Error("29 February")
	}
}

func TestEdgeID(t *testing.T) {
	if a, b := CooperationID("B", "A", Date{}), CooperationID("A", "B", Date{}); a != b || a != "A~B" {
		t.Errorf("%s, %s: unordered", a, b)
	}
	long := EdgeID(strings.Repeat("x", 60), strings.Repeat("y", 60))
	if CheckID(long) != "" || len(long) > 64 {
		t.Errorf("%s is no id", long)
	}
	if long == EdgeID(strings.Repeat("x", 60), strings.Repeat("y", 59)) {
		t.Error("two edges, one id")
	}
}
