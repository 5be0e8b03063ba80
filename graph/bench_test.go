package graph

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"
)

// county is the generator of issue-sized networks: n institutions, 4n offers, 5n ties, 30 areas, 5 phases, 6 fields.
func county(b *testing.B, n int) *Snapshot {
	rnd := rand.New(rand.NewPCG(1, 2))
	var build Builder
	add := func(r Record) {
		if err := build.Add(r, 1); err != nil {
			b.Fatal(err)
		}
	}
	add(DefaultSettings("County"))
	pick := func(prefix string, n int) ID { return ID(fmt.Sprintf("%s%d", prefix, rnd.IntN(n))) }
	for i := range 30 {
		add(&Area{ID: ID(fmt.Sprint("a", i)), Name: "Area"})
	}
	for i := range 5 {
		add(&Phase{ID: ID(fmt.Sprint("p", i)), Name: "Phase", Order: NumberOf(float64(i))})
	}
	for i := range 6 {
		add(&Entry{Of: KindField, ID: ID(fmt.Sprint("f", i)), Name: "Field"})
	}
	add(&InstitutionKind{ID: "k", Name: "Kind"})
	for i := range n {
		add(&Institution{ID: ID(fmt.Sprint("i", i)), Name: "Institution", Kinds: []ID{"k"}, Areas: []ID{pick("a", 30)}})
	}
	for i := range 4 * n {
		o := &Offer{ID: ID(fmt.Sprint("o", i)), Name: "Offer", Institutions: []ID{pick("i", n)}, Phases: []ID{pick("p", 5)}, Fields: []ID{pick("f", 6)}, Areas: []ID{pick("a", 30)}}
		if i%10 == 0 {
			o.Areas, o.Everywhere = nil, Yes
		}
		add(o)
	}
	for i := 0; i < 5*n; i++ {
		x, y := pick("i", n), pick("i", n)
		if x < y {
			add(&Cooperation{ID: ID(fmt.Sprint("c", i)), From: x, To: y, Level: Level(rnd.IntN(5))})
		}
	}
	s, err := build.Build(Head{ID: "county", Revision: 1})
	if err != nil {
		b.Fatal(err)
	}
	return s
}

func BenchmarkSelect(b *testing.B) {
	for _, n := range []int{100, 1000, 3000} {
		s := county(b, n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				s.Select(Filter{Date: today}).PairLevels()
			}
		})
	}
}

func BenchmarkApply(b *testing.B) {
	for _, n := range []int{100, 1000, 3000} {
		s := county(b, n)
		r := Clone(Find[*Institution](s, KindInstitution, "i7"))
		r.Name = "Other"
		op, _ := s.Put(r)
		c := Change{Network: "county", Base: 1, At: time.Unix(2, 0), Ops: []Op{op}}
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := s.Apply(c); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkHash(b *testing.B) {
	s := county(b, 3000)
	for b.Loop() {
		c := &Snapshot{head: s.head, kinds: s.kinds}
		_ = c.Hash()
	}
}

func BenchmarkDecode(b *testing.B) {
	s := county(b, 1000)
	var rows [][]byte
	for _, k := range Kinds() {
		for r := range s.All(k) {
			rows = append(rows, Encode(r))
		}
	}
	for name, decode := range map[string]func([]byte) (Record, error){"canonical": Decode, "any": decodeAny} {
		b.Run(fmt.Sprint(name, len(rows)), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				for _, row := range rows {
					if _, err := decode(row); err != nil {
						b.Fatal(err)
					}
				}
			}
		})
	}
}
