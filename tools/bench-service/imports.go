package main

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"
)

// imported is how an import stands, as the service tells it: of a plan, of its confirmation, and of how far either is.
type imported struct {
	ID      string    `json:"id"`
	State   string    `json:"state"`
	Step    string    `json:"step"`
	Plan    *imported `json:"plan"`
	Saved   *imported `json:"saved"`
	Running *imported `json:"running"`
	Total   struct {
		New    int `json:"new"`
		Errors int `json:"errors"`
	} `json:"total"`
	Revision int             `json:"revision"`
	Why      json.RawMessage `json:"why"`
}

// benchImport sends a file of about so many rows to the running service, as the page does, and tells how long plan and storing
// take and what service and parsing child hold of memory meanwhile.
func benchImport(program, dir string, rows int) error {
	file, err := sheets(rows)
	if err != nil {
		return err
	}
	s, err := start(program, dir, "--store", "sqlite:"+filepath.Join(dir, "import.db"))
	if err != nil {
		return err
	}
	defer s.stop()
	time.Sleep(2 * time.Second)
	w := watch(s)
	began := time.Now()
	plan, err := s.upload(file, w)
	if err != nil {
		return err
	}
	planned := time.Since(began)
	var saved imported
	if err := s.call(http.MethodPost, "/imports/"+plan.ID+"/confirm", "application/json", []byte("{}"), &saved); err != nil {
		return err
	}
	if saved.Running != nil {
		end, err := s.follow(*saved.Running, w)
		if err != nil {
			return err
		}
		saved = *end.Saved
	}
	took := time.Since(began)
	w.end()
	own, children := s.seconds()
	fmt.Printf("| import of %d rows | |\n|---|---|\n", plan.Total.New)
	fmt.Printf("| plan after, stored after | %.1f s, %.1f s |\n", planned.Seconds(), took.Seconds())
	fmt.Printf("| core seconds of the service, of its child | %.1f, %.1f |\n", own, children)
	fmt.Printf("| memory idle; most of the service, of its child, of both | %d; %d, %d, %d MB |\n", w.idle, w.service, w.child, w.both)
	for _, step := range w.steps {
		fmt.Printf("| %s: most of the service, of its child | %d, %d MB |\n", step.name, step.service, step.child)
	}
	if saved.Revision != 1 || plan.Total.Errors > 0 {
		return fmt.Errorf("stored revision %d, %d errors", saved.Revision, plan.Total.Errors)
	}
	return nil
}

// upload sends the file for a new network and waits for its plan.
func (s *service) upload(file []byte, w *watching) (imported, error) {
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("file", "gross.zip")
	if err != nil {
		return imported{}, err
	}
	if _, err := part.Write(file); err != nil {
		return imported{}, err
	}
	if err := form.Close(); err != nil {
		return imported{}, err
	}
	var told imported
	if err := s.call(http.MethodPost, "/imports?network=new", form.FormDataContentType(), body.Bytes(), &told); err != nil {
		return imported{}, err
	}
	if told.State != "running" {
		return told, nil
	}
	end, err := s.follow(told, w)
	if err != nil {
		return imported{}, err
	}
	return *end.Plan, nil
}

// follow asks ten times a second how far an import is, until it has ended.
func (s *service) follow(told imported, w *watching) (imported, error) {
	for told.State == "running" {
		w.step(told.Step)
		time.Sleep(100 * time.Millisecond)
		if err := s.call(http.MethodGet, "/imports/"+told.ID+"/progress", "", nil, &told); err != nil {
			return told, err
		}
	}
	if told.State != "done" {
		return told, fmt.Errorf("the import is %s: %s", told.State, told.Why)
	}
	return told, nil
}

// call sends a request and reads the answer into out, which is emptied before.
func (s *service) call(method, path, contentType string, body []byte, out *imported) error {
	req, err := http.NewRequest(method, s.url+path, bytes.NewReader(body))
	if err != nil {
		return err
	}
	if contentType != "" {
		req.Header.Set("Content-Type", contentType)
	}
	req.Header.Set("Prefer", "respond-async")
	b, err := s.do(req)
	if err != nil {
		return err
	}
	*out = imported{}
	return json.Unmarshal(b, out)
}

// watching samples memory every 10 ms; all of it in MB.
type watching struct {
	idle, service, child, both int
	steps                      []stepMemory

	s    *service
	mu   sync.Mutex
	stop chan struct{}
	done sync.WaitGroup
}

type stepMemory struct {
	name           string
	service, child int
}

func watch(s *service) *watching {
	w := &watching{idle: s.resident(), s: s, stop: make(chan struct{}), steps: []stepMemory{{name: "upload"}}}
	w.done.Go(func() {
		for {
			select {
			case <-w.stop:
				return
			case <-time.After(10 * time.Millisecond):
				w.sample()
			}
		}
	})
	return w
}

func (w *watching) sample() {
	own, child := w.s.resident(), 0
	for _, pid := range w.s.children() {
		child += max(residentOf(pid), 0)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.service, w.child, w.both = max(w.service, own), max(w.child, child), max(w.both, own+child)
	now := &w.steps[len(w.steps)-1]
	now.service, now.child = max(now.service, own), max(now.child, child)
}

// step says what begins, for the table.
func (w *watching) step(name string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.steps[len(w.steps)-1].name != name {
		w.steps = append(w.steps, stepMemory{name: name})
	}
}

func (w *watching) end() {
	close(w.stop)
	w.done.Wait()
}

// children are the processes that the service started.
func (s *service) children() []int {
	var out []int
	tasks, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", s.cmd.Process.Pid))
	for _, t := range tasks {
		b, _ := os.ReadFile(t)
		for id := range strings.FieldsSeq(string(b)) {
			if pid, err := strconv.Atoi(id); err == nil {
				out = append(out, pid)
			}
		}
	}
	return out
}

// sheets is a zip of sheets with a third each of institutions, offers and cooperations.
func sheets(rows int) ([]byte, error) {
	n := (rows - 10) / 3 // the other sheets have five
	var institutions, offers, ties strings.Builder
	institutions.WriteString("Kennung;Name;Art;Träger;Trägerart;Planungsräume;Regeleinrichtung;PLZ;Breite;Website;Aktiv von;Notiz\n")
	offers.WriteString("Kennung;Institution;Name;Lebensphasen;Handlungsfelder;Plätze;Zugang;Von;Bis\n")
	ties.WriteString("Von;Nach;Stufe;Stand\n")
	for i := range n {
		fmt.Fprintf(&institutions, "i%d;Haus %d;Kita;Träger %d;frei gemeinnützig;N|S;ja;07743;50,9;www.haus.de;01.09.2020;\n", i, i, i%7)
		fmt.Fprintf(&offers, "a%d;i%d;Treff;u3|ks;Bildung;20;offen;01.01.2024;\n", i, i)
		fmt.Fprintf(&ties, "i%d;i%d;2;30.06.2025\n", i, (i+1)%n)
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, sheet := range [][2]string{{"Einstellungen", "Schlüssel;Wert\nName;Netz\nStand;30.06.2025\n"}, {"Planungsraeume", "Kennung;Name\nN;Nord\nS;Süd\n"},
		{"Lebensphasen", "Kennung;Name\nu3;unter 3\nks;Kita\n"}, {"Institutionen", institutions.String()}, {"Angebote", offers.String()}, {"Kooperationen", ties.String()}} {
		w, err := z.Create(sheet[0] + ".csv")
		if err != nil {
			return nil, err
		}
		if _, err := w.Write([]byte(sheet[1])); err != nil {
			return nil, err
		}
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
