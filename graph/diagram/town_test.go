package diagram

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// drawProgram builds cmd/miteinander-draw once, or takes the one that MITEINANDER_DRAW names.
var drawProgram = sync.OnceValues(func() (string, error) {
	if p := os.Getenv("MITEINANDER_DRAW"); p != "" {
		return p, nil
	}
	dir, err := os.MkdirTemp("", "miteinander-draw-test-")
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "miteinander-draw")
	cmd := exec.Command("go", "build", "-o", path, "miteinander/cmd/miteinander-draw")
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	return path, nil
})

func TestMain(m *testing.M) {
	code := m.Run()
	if os.Getenv("MITEINANDER_DRAW") == "" {
		if p, err := drawProgram(); err == nil {
			os.RemoveAll(filepath.Dir(p))
		}
	}
	os.Exit(code)
}

func drawer(t testing.TB) Drawer {
	t.Helper()
	path, err := drawProgram()
	if err != nil {
		t.Fatal(err)
	}
	return NewDrawer(path)
}

// lots draws numbers that are the same in every run (Knuth's MMIX generator).
type lots uint64

func (l *lots) below(n int) int {
	*l = *l*6364136223846793005 + 1442695040888963407
	return int(uint64(*l)>>33) % n
}

var townAreas = []string{"Altstadt", "Nordhang", "Südvorstadt", "Lobenhain", "Winzerau", "Ostviertel", "Mühltal", "Rehberg", "Göschdorf", "Weidenau"}
var townPhases = []string{"Schwangerschaft und Geburt", "unter 3 Jahre", "3 Jahre bis Schuleintritt", "Grundschulalter"}
var townKinds = []struct {
	name   string
	fill   int
	phases []int
}{
	{"Kita", 1, []int{2}}, {"Kita", 1, []int{1, 2}}, {"Grundschule", 1, []int{3}}, {"Familienzentrum", 2, []int{1, 2}}, {"Erziehungsberatung", 2, []int{1, 2, 3}},
	{"Kinderarztpraxis", 3, []int{0, 1, 2, 3}}, {"Hebamme", 3, []int{0, 1}}, {"Frühförderung", 3, []int{1, 2}}, {"Schulsozialarbeit", 4, []int{3}},
	{"Stadtteilbüro", 4, []int{0, 1, 2, 3}}, {"Hort", 1, []int{3}}, {"Jugendhaus", 2, []int{3}}, {"Tagespflege", 1, []int{1}}, {"Sportverein", 4, []int{2, 3}},
}
var townNames = []string{"Regenbogen", "Am Park", "St. Marien", "Sonnenblick", "Villa Kunterbunt", "Janusz Korczak", "Pusteblume", "Saaleknirpse", "Spatzennest", "Kinderland", "Löwenzahn", "Mühlenwichtel", "Bergblick", "Lindenhof", "Arche"}
var townWide = []struct {
	name   string
	fill   int
	phases []int
}{
	{"Geburtsklinik", 3, []int{0}}, {"Jugendamt ASD", 4, []int{0, 1, 2, 3}}, {"Jobcenter", 4, []int{0, 1, 2, 3}}, {"Gesundheitsamt", 3, []int{0, 1, 2, 3}},
	{"Frühe Hilfen", 4, []int{0, 1}}, {"Schulamt", 1, []int{3}}, {"Sozialpädiatrisches Zentrum", 3, []int{1, 2, 3}}, {"Schwangerschaftsberatung", 2, []int{0, 1}}, {"Mehrgenerationenhaus", 2, []int{0, 1, 2, 3}},
}

// town is an invented pair of maps: n institutions in areas and what is everywhere, ties mostly inside areas.
func town(n, areas int) *Scene {
	l := lots(n*100 + areas)
	sc := &Scene{Wide: "Übergreifend"}
	for a := range areas {
		sc.Areas = append(sc.Areas, Area{"area/" + townAreas[a], townAreas[a]})
	}
	for i, p := range townPhases {
		sc.Phases = append(sc.Phases, Phase{"phase/" + strconv.Itoa(i), p})
	}
	wide := min(len(townWide), max(4, n/10))
	for i := range n {
		m := Mark{Ref: fmt.Sprintf("institution/%03d", i), Role: RoleInstitution}
		if i < wide {
			w := townWide[i]
			m.Label, m.Fill, m.Phases, m.Role = w.name, Fills[w.fill], w.phases, RoleEverywhere
		} else {
			k := townKinds[l.below(len(townKinds))]
			m.Label, m.Fill, m.Phases = k.name+" "+townNames[l.below(len(townNames))], Fills[k.fill], k.phases
			m.Area = sc.Areas[(i*7+l.below(3))%areas].Ref
		}
		sc.Marks = append(sc.Marks, m)
	}
	together := Panel{Name: "together", Role: RoleLevel4}
	beside := Panel{Name: "side_by_side", Role: RoleBeside3}
	seen := map[[2]int]bool{}
	tied := map[int]bool{}
	for range n * 3 / 2 {
		a, b := l.below(n*5/6), l.below(n)
		if l.below(3) > 0 { // mostly within an area
			for try := 0; try < 20 && sc.Marks[a].Area != sc.Marks[b].Area; try++ {
				b = l.below(n * 5 / 6)
			}
		}
		if a == b || seen[[2]int{min(a, b), max(a, b)}] || b >= n*5/6 {
			continue
		}
		seen[[2]int{min(a, b), max(a, b)}] = true
		tied[a], tied[b] = true, true
		role := []Role{RoleLevel2, RoleLevel2, RoleLevel2, RoleLevel3, RoleLevel3, RoleLevel4}[l.below(6)]
		together.Lines = append(together.Lines, Line{Ref: fmt.Sprintf("pair/%d-%d", a, b), From: sc.Marks[a].Ref, To: sc.Marks[b].Ref, Role: role})
	}
	for range n / 2 {
		a, b := l.below(n), l.below(n)
		if a == b || seen[[2]int{min(a, b), max(a, b)}] || sc.Marks[a].Area != sc.Marks[b].Area && sc.Marks[a].Area != "" && sc.Marks[b].Area != "" {
			continue
		}
		seen[[2]int{min(a, b), max(a, b)}] = true
		role := []Role{RoleBeside1, RoleBeside2, RoleBeside3}[l.below(3)]
		beside.Lines = append(beside.Lines, Line{Ref: fmt.Sprintf("pair/%d-%d", a, b), From: sc.Marks[a].Ref, To: sc.Marks[b].Ref, Role: role, Weight: int64(l.below(300))})
	}
	alone := 0
	for i := range sc.Marks {
		if !tied[i] {
			sc.Marks[i].Alone = true
			alone++
		}
	}
	sc.Rest = fmt.Sprintf("%d Einrichtungen ohne abgestimmte Zusammenarbeit", alone)
	together.Title = fmt.Sprintf("Miteinander: %d Kooperationen", len(together.Lines))
	beside.Title = fmt.Sprintf("Nebeneinander: %d Paare", len(beside.Lines))
	together.Note, beside.Note = "ab Stufe 2 (abstimmen)", "richten sich an dieselben Kinder, noch nicht abgestimmt"
	sc.Panels = []Panel{together, beside}
	for i, s := range []string{"Bildung", "Familie", "Gesundheit", "Soziales"} {
		sc.Legend = append(sc.Legend, LegendEntry{Role: RoleInstitution, Fill: Fills[i+1], Label: s})
	}
	sc.Legend = append(sc.Legend, LegendEntry{Role: RoleEverywhere, Label: "in allen Planungsräumen tätig"}, LegendEntry{Role: RoleArea, Label: "Planungsraum"},
		LegendEntry{Role: RoleStrip, Label: "Streifen: Lebensphasen, für die es Angebote gibt"}, LegendEntry{Role: RoleBadge, Label: "weitere Verbindungen auf anderen Blättern"},
		LegendEntry{Role: RoleLevel2, Label: "Stufe 2 abstimmen"}, LegendEntry{Role: RoleLevel3, Label: "Stufe 3 zusammenarbeiten"}, LegendEntry{Role: RoleLevel4, Label: "Stufe 4 gemeinsam verantworten"},
		LegendEntry{Role: RoleBeside1, Label: "noch nicht abgestimmt, unter 80 Kinder"}, LegendEntry{Role: RoleBeside2, Label: "80 bis 159 Kinder"}, LegendEntry{Role: RoleBeside3, Label: "ab 160 Kinder"})
	sort.SliceStable(sc.Marks, func(a, b int) bool { return sc.Marks[a].Ref < sc.Marks[b].Ref })
	return sc
}

func testComposing(t testing.TB, arrangement, paper string) *composing {
	return &composing{drawer: drawer(t), format: formats[paper], arrangement: arrangement,
		text: sheetText{Title: "Wer arbeitet mit wem?", Network: "Präventionskette Musterstadt", Selection: "alle Planungsräume · alle Lebensphasen · Miteinander ab Stufe 2",
			Source: "Quelle: erfundene Beispieldaten", Version: "Miteinander 0.1", DateLine: "Datenstand 22.11.2026", Lang: "de", Hints: "Größe der Kästen ohne Bedeutung"},
		pageLine: func(p, n int) string { return fmt.Sprintf("Blatt %d von %d", p, n) },
		areaLine: func(a []string) string { return strings.Join(a, ", ") },
		partLine: func(n int) string { return fmt.Sprintf("auf diesem Blatt %d", n) }}
}

// TestLook writes pictures for human eyes into the folder that MITEINANDER_LOOK names.
func TestLook(t *testing.T) {
	dir := os.Getenv("MITEINANDER_LOOK")
	if dir == "" {
		t.Skip("set MITEINANDER_LOOK to a folder")
	}
	for _, c := range []struct {
		n, areas           int
		arrangement, paper string
	}{{45, 3, Netz, "a3"}, {80, 5, Netz, "a3"}, {120, 6, Netz, "a3"}, {45, 3, Lebensphasen, "a3"}, {120, 6, Lebensphasen, "a3"}, {20, 2, Netz, "a4"}, {20, 2, Lebensphasen, "a4"}, {60, 4, Lebensphasen, "a3"}} {
		name := fmt.Sprintf("%s-%d-%d-%s", c.arrangement, c.n, c.areas, c.paper)
		if only := os.Getenv("MITEINANDER_ONLY"); only != "" && only != name {
			continue
		}
		start := time.Now()
		sheets, err := testComposing(t, c.arrangement, c.paper).sheets(context.Background(), town(c.n, c.areas))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		took := time.Since(start)
		for i, s := range sheets {
			var b bytes.Buffer
			start = time.Now()
			if err := WritePNG(&b, s, 1.4); err != nil {
				t.Error(err)
			}
			t.Logf("%s sheet %d: sheets %v, png %v %d KB", name, i+1, took.Round(time.Millisecond), time.Since(start).Round(time.Millisecond), b.Len()/1024)
			os.WriteFile(filepath.Join(dir, fmt.Sprintf("%s-%d.png", name, i+1)), b.Bytes(), 0o644)
		}
	}
}
