// Command bench-service measures the true program: how long it takes to say its help and to answer first, what it holds in memory idle and
// after 1,000 requests, and how long readers and editors wait who work at the same time (safety.md, L1). "make bench-service" runs it.
package main

import (
	"bufio"
	"bytes"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

func main() {
	program := flag.String("program", "bin/miteinander", "the built program")
	networks := flag.Int("networks", 10, "of 2,000 nodes and 8,000 ties each")
	readers := flag.Int("readers", 50, "who ask for a page, read it for about a second, ask for the next")
	editors := flag.Int("editors", 10, "who set a level about every second")
	length := flag.Duration("for", time.Minute, "how long they work")
	flag.Parse()
	if err := run(*program, *networks, *readers, *editors, *length); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(program string, networks, readers, editors int, length time.Duration) error {
	program, err := filepath.Abs(program)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "bench-service-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)

	fmt.Println("| | value |\n|---|---|")
	help := time.Duration(1 << 62)
	for range 5 {
		began := time.Now()
		if err := exec.Command(program, "--help").Run(); err != nil {
			return err
		}
		help = min(help, time.Since(began))
	}
	fmt.Printf("| `miteinander --help`, best of 5 | %d ms |\n", help.Milliseconds())

	first, demo := time.Duration(1<<62), (*service)(nil)
	for range 3 {
		if demo != nil {
			demo.stop()
		}
		began := time.Now()
		if demo, err = start(program, dir, "--demo"); err != nil {
			return err
		}
		if _, err := demo.get("/networks/beispiel/overview"); err != nil {
			return err
		}
		first = min(first, time.Since(began))
	}
	fmt.Printf("| `serve --demo` to the first answer (overview), best of 3 | %d ms |\n", first.Milliseconds())
	time.Sleep(2 * time.Second)
	fmt.Printf("| resident memory idle | %d MB |\n", demo.resident())
	pages := pagesOf("beispiel")
	for i := range 1000 {
		if _, err := demo.get(pages[i%len(pages)]); err != nil {
			return err
		}
	}
	fmt.Printf("| resident memory after 1,000 requests | %d MB |\n", demo.resident())
	demo.stop()

	store := "sqlite:" + filepath.Join(dir, "load.db")
	for n := range networks {
		folder := filepath.Join(dir, fmt.Sprintf("netz%d", n))
		if err := write(folder, uint64(n)); err != nil {
			return err
		}
		if out, err := exec.Command(program, "import", folder, "--store", store).CombinedOutput(); err != nil {
			return fmt.Errorf("import: %w: %s", err, out)
		}
	}
	s, err := start(program, dir, "--store", store)
	if err != nil {
		return err
	}
	defer s.stop()
	read, edit := load(s, networks, readers, editors, length)
	for _, x := range []*waits{read, edit} {
		slices.Sort(x.took)
		at := func(p float64) int64 { return x.took[min(int(p*float64(len(x.took))), len(x.took)-1)].Milliseconds() }
		if len(x.took) == 0 {
			return fmt.Errorf("no %s", x.name)
		}
		fmt.Printf("| %s: %d requests, %d errors, p50 / p95 / p99 | %d / %d / %d ms |\n", x.name, len(x.took), x.errors, at(0.5), at(0.95), at(0.99))
	}
	fmt.Printf("| resident memory after that | %d MB |\n", s.resident())
	b, err := os.ReadFile("/proc/loadavg")
	if err == nil {
		fmt.Printf("| load of the machine at the end | %s |\n", strings.Fields(string(b))[0])
	}
	return nil
}

// waits are what one kind of user waited.
type waits struct {
	name   string
	mu     sync.Mutex
	took   []time.Duration
	errors int
}

func (w *waits) add(d time.Duration, err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.took = append(w.took, d)
	if err != nil {
		w.errors++
		fmt.Fprintln(os.Stderr, err)
	}
}

// pagesOf are what the pages of the browser ask for.
func pagesOf(network string) []string {
	n := "/networks/" + network
	return []string{n, n + "/overview", n + "/findings/side-by-side?limit=100", n + "/findings/across-sectors?limit=100", n + "/structure",
		n + "/findings/transitions", n + "/institutions?limit=100", n + "/search?q=einrichtung"}
}

// load lets everybody work at once. Each has a network; readers ask for one page after the other, editors set levels.
func load(s *service, networks, readers, editors int, length time.Duration) (read, edit *waits) {
	read, edit = &waits{name: fmt.Sprintf("%d readers", readers)}, &waits{name: fmt.Sprintf("%d editors", editors)}
	until := time.Now().Add(length)
	var all sync.WaitGroup
	user := func(w *waits, seed uint64, do func(r *rand.Rand) error) {
		all.Go(func() {
			r := rand.New(rand.NewPCG(seed, 1))
			for time.Now().Before(until) {
				time.Sleep(time.Duration(500+r.IntN(1000)) * time.Millisecond)
				began := time.Now()
				err := do(r)
				w.add(time.Since(began), err)
			}
		})
	}
	for i := range readers {
		pages := pagesOf(fmt.Sprintf("netz%d", i%networks))
		user(read, uint64(i), func(r *rand.Rand) error {
			_, err := s.get(pages[r.IntN(len(pages))])
			return err
		})
	}
	for i := range editors {
		user(edit, uint64(1000+i), func(r *rand.Rand) error {
			a, b := r.IntN(institutions), r.IntN(institutions-1)
			if b >= a {
				b++
			}
			return s.post(fmt.Sprintf("/networks/netz%d/levels", i%networks), fmt.Sprintf(`{"a":"i%d","b":"i%d","level":%d}`, a, b, r.IntN(5)))
		})
	}
	all.Wait()
	return read, edit
}

// service is a running program.
type service struct {
	cmd    *exec.Cmd
	url    string
	client http.Client
}

func start(program, dir string, args ...string) (*service, error) {
	s := &service{cmd: exec.Command(program, append([]string{"serve", "--address", "127.0.0.1:0"}, args...)...)}
	s.client.Transport = &http.Transport{MaxIdleConnsPerHost: 100}
	s.cmd.Dir = dir
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := s.cmd.Start(); err != nil {
		return nil, err
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	for word := range strings.FieldsSeq(line) {
		if strings.HasPrefix(word, "http://") {
			s.url = strings.TrimSuffix(word, "/") + "/api/v1"
		}
	}
	if s.url == "" {
		s.stop()
		return nil, fmt.Errorf("the program says %q and no address: %v", line, err)
	}
	return s, nil
}

func (s *service) stop() {
	_ = s.cmd.Process.Signal(syscall.SIGTERM)
	_ = s.cmd.Wait()
}

func (s *service) get(path string) ([]byte, error) { return s.ask(http.MethodGet, path, "") }

func (s *service) post(path, body string) error {
	_, err := s.ask(http.MethodPost, path, body)
	return err
}

func (s *service) ask(method, path, body string) ([]byte, error) {
	req, err := http.NewRequest(method, s.url+path, strings.NewReader(body))
	if err != nil {
		return nil, err
	}
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	resp, err := s.client.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err == nil && resp.StatusCode/100 != 2 {
		err = fmt.Errorf("%s %s: %d %s", method, path, resp.StatusCode, b[:min(len(b), 300)])
	}
	return b, err
}

// resident is the program's memory in MB.
func (s *service) resident() int {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.cmd.Process.Pid))
	if err != nil {
		return -1
	}
	for line := range strings.Lines(string(b)) {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			kb, _ := strconv.Atoi(strings.Fields(rest)[0])
			return kb / 1024
		}
	}
	return -1
}

const institutions = 800

// write makes a network of 800 institutions, 800 offers, 400 actors and 8,000 ties as a folder of sheets.
func write(folder string, seed uint64) error {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	r := rand.New(rand.NewPCG(seed, 2))
	sheets := map[string]*bytes.Buffer{}
	row := func(sheet string, cells ...any) {
		if sheets[sheet] == nil {
			sheets[sheet] = &bytes.Buffer{}
		}
		for i, c := range cells {
			if i > 0 {
				sheets[sheet].WriteByte(';')
			}
			fmt.Fprint(sheets[sheet], c)
		}
		sheets[sheet].WriteByte('\n')
	}
	row("Einstellungen", "Schlüssel", "Wert")
	row("Einstellungen", "Name", "Netz "+fmt.Sprint(seed))
	row("Einstellungen", "Stand", "30.06.2025")
	row("Planungsraeume", "Kennung", "Name")
	row("Lebensphasen", "Kennung", "Name", "Reihenfolge")
	row("Handlungsfelder", "Kennung", "Name")
	for i := range 12 {
		row("Planungsraeume", fmt.Sprint("a", i), fmt.Sprint("Raum ", i))
		if i < 5 {
			row("Lebensphasen", fmt.Sprint("p", i), fmt.Sprint("Phase ", i), i)
			row("Handlungsfelder", fmt.Sprint("f", i), fmt.Sprint("Feld ", i))
		}
	}
	row("Institutionen", "Kennung", "Name", "Art", "Planungsräume")
	row("Angebote", "Kennung", "Institution", "Name", "Lebensphasen", "Planungsräume", "Handlungsfelder")
	row("Akteure", "Kennung", "Name", "Art", "Institution")
	for i := range institutions {
		area := fmt.Sprint("a", r.IntN(12))
		row("Institutionen", fmt.Sprint("i", i), fmt.Sprint("Einrichtung ", i), []string{"Kita", "Grundschule", "Beratung"}[r.IntN(3)], area)
		row("Angebote", fmt.Sprint("o", i), fmt.Sprint("i", i), fmt.Sprint("Angebot ", i), fmt.Sprint("p", r.IntN(5)), area, fmt.Sprint("f", r.IntN(5)))
		if i%2 == 0 {
			row("Akteure", fmt.Sprint("k", i), fmt.Sprint("Team ", i), "Team", fmt.Sprint("i", i))
		}
	}
	row("Kooperationen", "Von", "Nach", "Stufe", "Stand")
	seen := map[[2]int]bool{}
	for len(seen) < 8000 {
		a, b := r.IntN(institutions), r.IntN(institutions)
		if a < b && !seen[[2]int{a, b}] {
			seen[[2]int{a, b}] = true
			row("Kooperationen", fmt.Sprint("i", a), fmt.Sprint("i", b), r.IntN(5), "30.06.2025")
		}
	}
	for name, b := range sheets {
		if err := os.WriteFile(filepath.Join(folder, name+".csv"), b.Bytes(), 0o600); err != nil {
			return err
		}
	}
	return nil
}
