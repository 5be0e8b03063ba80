package main

import (
	"archive/zip"
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"mime/multipart"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// musterstadt is the fixture with the numbers that all of the project's programs agree on.
const musterstadt = "../../graph/findings/testdata/musterstadt"

// programs builds both programs once, as a user has them: side by side in one folder.
var programs = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "miteinander-test-")
	if err != nil {
		return "", err
	}
	build := exec.Command("go", "build", "-o", dir+string(filepath.Separator), "miteinander/cmd/miteinander", "miteinander/cmd/miteinander-draw")
	if out, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	return dir, nil
})

func TestMain(m *testing.M) {
	code := m.Run()
	if dir, err := programs(); err == nil {
		os.RemoveAll(dir)
	}
	os.Exit(code)
}

func program(t *testing.T) string {
	t.Helper()
	if testing.Short() {
		t.Skip("builds the programs")
	}
	dir, err := programs()
	if err != nil {
		t.Fatal(err)
	}
	return filepath.Join(dir, "miteinander")
}

// command runs the true program in a folder of its own, with nothing of our environment that it would read.
func command(t *testing.T, dir string, args ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(program(t), args...)
	cmd.Dir = dir
	cmd.Env = nil
	for _, e := range os.Environ() {
		if !strings.HasPrefix(e, "MITEINANDER_") && !strings.HasPrefix(e, "NEO4J_") {
			cmd.Env = append(cmd.Env, e)
		}
	}
	return cmd
}

// result is what a run of the command line gave.
type result struct {
	code           int
	stdout, stderr string
}

func cli(t *testing.T, dir string, args ...string) result {
	t.Helper()
	cmd := command(t, dir, args...)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	err := cmd.Run()
	if _, ok := err.(*exec.ExitError); err != nil && !ok {
		t.Fatal(err)
	}
	return result{cmd.ProcessState.ExitCode(), out.String(), errs.String()}
}

// service is a running program.
type service struct {
	*testing.T
	cmd  *exec.Cmd
	url  string
	logs *bytes.Buffer
}

// serve starts the program on a free port and waits for the URL that it prints.
func serve(t *testing.T, dir string, args ...string) *service {
	t.Helper()
	cmd := command(t, dir, append([]string{"serve", "--address", "127.0.0.1:0"}, args...)...)
	s := &service{T: t, cmd: cmd, logs: &bytes.Buffer{}}
	cmd.Stderr = s.logs
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if cmd.ProcessState == nil {
			_ = cmd.Process.Kill()
			_ = cmd.Wait()
		}
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		_ = cmd.Wait()
		t.Fatalf("no URL: %v\n%s", err, s.logs)
	}
	for word := range strings.FieldsSeq(line) {
		if strings.HasPrefix(word, "http://") {
			s.url = strings.TrimSuffix(word, "/")
		}
	}
	if s.url == "" {
		t.Fatalf("no URL in %q", line)
	}
	return s
}

func (s *service) call(method, path, contentType string, body io.Reader, headers ...string) (int, []byte, http.Header) {
	s.Helper()
	req, err := http.NewRequestWithContext(s.Context(), method, s.url+path, body)
	if err != nil {
		s.Fatal(err)
	}
	if contentType != "" {
		req.Header.Set("Content-Type", contentType)
	}
	for i := 0; i < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		s.Fatalf("%v\n%s", err, s.logs)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		s.Fatal(err)
	}
	return resp.StatusCode, b, resp.Header
}

// ask sends JSON and reads JSON.
func (s *service) ask(want int, method, path, body string, into any, headers ...string) http.Header {
	s.Helper()
	ct := ""
	if body != "" {
		ct = "application/json"
	}
	code, b, h := s.call(method, "/api/v1"+path, ct, strings.NewReader(body), headers...)
	if code != want {
		s.Fatalf("%s %s: %d, want %d: %s\n%s", method, path, code, want, b, s.logs)
	}
	if into != nil {
		if err := json.Unmarshal(b, into); err != nil {
			s.Fatalf("%s: %v", b, err)
		}
	}
	return h
}

func (s *service) upload(want int, query, name string, content []byte, into any) {
	s.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	part, err := w.CreateFormFile("file", name)
	if err != nil {
		s.Fatal(err)
	}
	if _, err := part.Write(content); err != nil {
		s.Fatal(err)
	}
	w.Close()
	code, body, _ := s.call("POST", "/api/v1/imports"+query, w.FormDataContentType(), &b)
	if code != want {
		s.Fatalf("upload of %s: %d, want %d: %s\n%s", name, code, want, body, s.logs)
	}
	if into != nil {
		if err := json.Unmarshal(body, into); err != nil {
			s.Fatal(err)
		}
	}
}

// zipped is the folder of the fixture as one file.
func zipped(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	files, err := filepath.Glob(musterstadt + "/*.csv")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, f := range files {
		content, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		w, err := z.Create(filepath.Base(f))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(content); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// covers compares as the contract does: got may say more than want.
func covers(t *testing.T, got, want any, path string) {
	t.Helper()
	switch w := want.(type) {
	case map[string]any:
		g, _ := got.(map[string]any)
		for k, v := range w {
			if gv, ok := g[k]; ok {
				covers(t, gv, v, path+"/"+k)
			} else {
				t.Errorf("%s/%s is missing", path, k)
			}
		}
	case []any:
		g, _ := got.([]any)
		if len(g) != len(w) {
			t.Errorf("%s: %v, want %v", path, got, want)
			return
		}
		for i := range w {
			covers(t, g[i], w[i], fmt.Sprintf("%s/%d", path, i))
		}
	case float64:
		if g, ok := got.(float64); !ok || math.Abs(g-w) > 1e-6 {
			t.Errorf("%s: %v, want %v", path, got, want)
		}
	default:
		if got != want {
			t.Errorf("%s: %v, want %v", path, got, want)
		}
	}
}

func expected(t *testing.T) map[string]any {
	t.Helper()
	b, err := os.ReadFile(musterstadt + "/expected.json")
	if err != nil {
		t.Fatal(err)
	}
	var out map[string]any
	if err := json.Unmarshal(b, &out); err != nil {
		t.Fatal(err)
	}
	delete(out["side_by_side"].(map[string]any), "with_FH_KN_unknown")
	return out
}

// The main job from end to end, on the true program: a file in, the numbers of the fixture out, a level set with one click, the headline
// moves, undo, the picture as PDF, two who edit the same, bad input, and an orderly end.
func TestService(t *testing.T) {
	s := serve(t, t.TempDir())
	var created struct{ ID string }
	s.ask(201, "POST", "/networks", `{"name":"Neue Stadt","template":"jena"}`, &created)
	if created.ID != "neue-stadt" {
		t.Error(created)
	}

	var plan struct {
		ID          string
		TotalErrors int  `json:"total_errors"`
		CanConfirm  bool `json:"can_confirm"`
	}
	s.upload(201, "?network=new", "musterstadt.zip", zipped(t), &plan)
	if plan.TotalErrors != 0 || !plan.CanConfirm {
		t.Fatal(plan)
	}
	var done struct {
		Network  string
		Revision int
	}
	s.ask(200, "POST", "/imports/"+plan.ID+"/confirm", `{}`, &done)
	if done.Network != "musterstadt" || done.Revision != 1 {
		t.Fatal(done)
	}
	want := expected(t)
	for question, key := range map[string]string{"side-by-side": "side_by_side", "across-sectors": "across_sectors"} {
		var got map[string]any
		s.ask(200, "GET", "/networks/musterstadt/findings/"+question+"/contract.json?date=2025-06-30", "", &got)
		covers(t, got[key], want[key], key)
	}
	var structure map[string]any
	s.ask(200, "GET", "/networks/musterstadt/structure?date=2025-06-30", "", &structure)
	covers(t, structure, want["structure_level_1"], "structure")

	headline := func() string {
		var v struct{ Headline struct{ Text string } }
		s.ask(200, "GET", "/networks/musterstadt/findings/side-by-side", "", &v)
		return v.Headline.Text
	}
	const before = "4 Paare richten sich an dieselben Kinder: 2 abgestimmt, 2 noch nicht, 0 ungeklärt."
	if got := headline(); got != before {
		t.Error(got)
	}
	var set struct{ Undo int }
	s.ask(200, "POST", "/networks/musterstadt/levels", `{"a":"FH","b":"FZ","level":2}`, &set)
	if got := headline(); got != strings.Replace(strings.Replace(before, "2 abgestimmt", "3 abgestimmt", 1), "2 noch", "1 noch", 1) {
		t.Error(got)
	}
	s.ask(200, "POST", "/networks/musterstadt/undo", fmt.Sprintf(`{"revision":%d}`, set.Undo), nil)
	if got := headline(); got != before {
		t.Error(got)
	}

	for file, magic := range map[string]string{"side-by-side.pdf": "%PDF-", "side-by-side.svg": "<svg ", "network.png": "\x89PNG", "rounds.json": `{"sheets"`} {
		code, body, h := s.call("GET", "/api/v1/networks/musterstadt/diagrams/"+file+"?arrangement=netz", "", nil)
		if code != 200 || !bytes.HasPrefix(body, []byte(magic)) {
			t.Errorf("%s: %d %.60q", file, code, body)
		}
		if file == "side-by-side.pdf" && !strings.Contains(h.Get("Content-Disposition"), "netzwerk-musterstadt-side-by-side-2025-06-30.pdf") {
			t.Error(h)
		}
	}

	h := s.ask(200, "GET", "/networks/musterstadt/institutions/FH", "", nil)
	tag := h.Get("ETag")
	body := `{"name":"Frühe Hilfen A","kinds":["fruehe-hilfen"]}`
	s.ask(428, "PUT", "/networks/musterstadt/institutions/FH", body, nil)
	s.ask(200, "PUT", "/networks/musterstadt/institutions/FH", body, nil, "If-Match", tag)
	s.ask(412, "PUT", "/networks/musterstadt/institutions/FH", body, nil, "If-Match", tag)

	for name, content := range map[string][]byte{"broken.xlsx": []byte("PK\x03\x04broken"), "old.xls": append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), make([]byte, 1000)...),
		"empty.csv": {}, "picture.csv": []byte("\x89PNG\r\n\x1a\n\x00\x00")} {
		s.upload(422, "?network=musterstadt", name, content, nil)
	}

	// Told to end, it finishes what has begun, ends streams, and goes with 0.
	req, err := http.NewRequestWithContext(t.Context(), "GET", s.url+"/api/v1/networks/musterstadt/news", nil)
	if err != nil {
		t.Fatal(err)
	}
	stream, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer stream.Body.Close()
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- s.cmd.Wait() }()
	select {
	case err := <-ended:
		if err != nil {
			t.Errorf("ended with %v\n%s", err, s.logs)
		}
	case <-time.After(time.Minute):
		t.Fatal("still running a minute after SIGTERM")
	}
	if _, err := io.ReadAll(stream.Body); err != nil && !strings.Contains(err.Error(), "EOF") {
		t.Error("the stream did not end:", err)
	}
}

// Every write that was answered is there after the program was killed.
func TestService_Kill(t *testing.T) {
	dir := t.TempDir()
	acknowledged := map[string]bool{}
	for round := range 4 {
		s := serve(t, dir)
		if round == 0 {
			s.ask(201, "POST", "/networks", `{"id":"x","name":"X","template":"jena"}`, nil)
		}
		var list struct{ Items []struct{ ID string } }
		s.ask(200, "GET", "/networks/x/institutions?limit=5000", "", &list)
		there := map[string]bool{}
		for _, r := range list.Items {
			there[r.ID] = true
		}
		for id := range acknowledged {
			if !there[id] {
				t.Errorf("round %d: %s was acknowledged and is gone", round, id)
			}
		}
		if len(there) < len(acknowledged) || len(there) > len(acknowledged)+1 {
			t.Errorf("round %d: %d records, %d acknowledged", round, len(there), len(acknowledged))
		}
		for id := range there { // the one whose answer was lost counts from now on
			acknowledged[id] = true
		}
		for n := 0; ; n++ {
			if n == 4+round { // some writes later, wherever that falls
				time.AfterFunc(time.Duration(round*7)*time.Millisecond, func() { _ = s.cmd.Process.Kill() })
			}
			id := fmt.Sprintf("r%d-%d", round, n)
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			req, err := http.NewRequestWithContext(ctx, "POST", s.url+"/api/v1/networks/x/institutions", strings.NewReader(`{"id":"`+id+`","name":"N","kinds":["kita"]}`))
			if err != nil {
				t.Fatal(err)
			}
			req.Header.Set("Content-Type", "application/json")
			resp, err := http.DefaultClient.Do(req)
			if err != nil {
				cancel()
				break
			}
			_, err = io.ReadAll(resp.Body)
			resp.Body.Close()
			cancel()
			if err != nil {
				break
			}
			if resp.StatusCode == http.StatusCreated {
				acknowledged[id] = true
			}
		}
		_ = s.cmd.Process.Kill() // also where the loop ended for another reason
		_ = s.cmd.Wait()
	}
	if len(acknowledged) < 10 {
		t.Errorf("only %d writes: the test does not test", len(acknowledged))
	}
}

// The command line gives the numbers of the fixture, JSON alone on stdout, for a folder, a zip, a workbook and a network of the store.
func TestCommands_Contract(t *testing.T) {
	dir := t.TempDir()
	folder, err := filepath.Abs(musterstadt)
	if err != nil {
		t.Fatal(err)
	}
	archive := filepath.Join(dir, "musterstadt.zip")
	if err := os.WriteFile(archive, zipped(t), 0o600); err != nil {
		t.Fatal(err)
	}
	workbook := filepath.Join(dir, "musterstadt.xlsx")
	if r := cli(t, dir, "export", folder, "-o", workbook); r.code != 0 {
		t.Fatal(r)
	}
	if r := cli(t, dir, "import", folder); r.code != 0 {
		t.Fatal(r)
	}
	if r := cli(t, dir, "networks", "--json"); r.code != 0 || !strings.Contains(r.stdout, `"id": "musterstadt"`) {
		t.Error(r)
	}
	want := expected(t)
	for _, source := range []string{folder, archive, workbook, "musterstadt"} {
		r := cli(t, dir, "findings", "all", source, "--date", "2025-06-30", "--json")
		var got map[string]any
		if err := json.Unmarshal([]byte(r.stdout), &got); r.code != 0 || err != nil {
			t.Fatal(source, r, err)
		}
		for _, key := range []string{"side_by_side", "across_sectors", "transitions", "gaps", "access"} {
			covers(t, got[key], want[key], source+"/"+key)
		}
		r = cli(t, dir, "analyze", source, "--date", "2025-06-30", "--json")
		var structure map[string]any
		if err := json.Unmarshal([]byte(r.stdout), &structure); r.code != 0 || err != nil {
			t.Fatal(source, r, err)
		}
		covers(t, structure, want["structure_level_1"], source+"/structure")
	}

	// The same file again changes nothing; undo and a second import are each one change.
	if r := cli(t, dir, "import", folder, "musterstadt", "--json"); r.code != 0 || !strings.Contains(r.stdout, `"stored": false`) || !strings.Contains(r.stdout, `"revision": 1`) {
		t.Error(r)
	}
	if r := cli(t, dir, "diagram", "side-by-side", "musterstadt", "-o", "karte.pdf"); r.code != 0 {
		t.Error(r)
	}
	if b, err := os.ReadFile(filepath.Join(dir, "karte.pdf")); err != nil || !bytes.HasPrefix(b, []byte("%PDF-")) || !bytes.Contains(b, []byte("/MediaBox [0 0 1190")) && len(b) < 5000 {
		t.Error(len(b), err)
	}
	if r := cli(t, dir, "diagram", "network", folder, "--format", "svg", "-o", "-"); r.code != 0 || !strings.Contains(r.stdout, "<svg") {
		t.Error(r.code, r.stderr)
	}
}

// A plain network file goes in as it is (measures.md: Zachary's karate club has 34 members and 78 ties).
func TestCommands_PlainNetwork(t *testing.T) {
	r := cli(t, t.TempDir(), "analyze", must(filepath.Abs("../../graph/exchange/testdata/networks/karate.graphml")), "--json", "--measures", "degree,density,components")
	var got struct {
		Degree     map[string]int
		Density    float64
		Components [][]string
	}
	if err := json.Unmarshal([]byte(r.stdout), &got); r.code != 0 || err != nil {
		t.Fatal(r, err)
	}
	if len(got.Degree) != 34 || len(got.Components) != 1 || math.Abs(got.Density-78.0/(34*33/2)) > 1e-12 {
		t.Errorf("%d nodes, %d components, density %v", len(got.Degree), len(got.Components), got.Density)
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// Exit codes: 0 whatever was found, 1 for bad input or failure, 2 for wrong usage; nothing on stdout but what was asked for.
func TestCommands_ExitCodes(t *testing.T) {
	dir := t.TempDir()
	folder := must(filepath.Abs(musterstadt))
	bad := filepath.Join(dir, "bad")
	if err := os.Mkdir(bad, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(bad, "Institutionen.csv"), []byte("Kennung;Name;Art\nK;;Kita\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "miteinander.toml"), []byte("lang = \"en\"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	wrong := t.TempDir()
	if err := os.WriteFile(filepath.Join(wrong, "miteinander.toml"), []byte("sprache = \"en\"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		dir    string
		code   int
		says   string
		args   string
		stdout bool
	}{
		{dir, 0, "", "--help", true},
		{dir, 0, "", "version", true},
		{dir, 0, "", "findings side-by-side " + folder, true},
		{dir, 1, "There is no network", "findings side-by-side nowhere", false},
		{dir, 1, "There is no network", "findings side-by-side ./nowhere.xlsx --json", false},
		{dir, 1, "row 2", "findings side-by-side " + bad + " --json", false},
		{dir, 2, "", "findings nothing " + folder, false},
		{dir, 0, "", "findings gaps " + folder + " --format csv", true},
		{dir, 0, "", "findings all " + folder + " --output findings.xlsx", false},
		{dir, 2, "one finding", "findings all " + folder + " --format csv", false},
		{dir, 2, "needs a file", "findings gaps " + folder + " --format xlsx", false},
		{dir, 2, "ends in", "findings gaps " + folder + " --output gaps.doc", false},
		{dir, 1, "indicator", "findings gaps " + folder + " --indicator Unsinn", false},
		{dir, 2, "", "findings side-by-side " + folder + " --areas NIX", false},
		{dir, 2, "", "findings side-by-side " + folder + " --date 2025-02-30", false},
		{dir, 2, "", "findings", false},
		{dir, 2, "", "bogus", false},
		{dir, 2, "", "analyze " + folder + " --measures bogus --json", false},
		{dir, 2, "", "diagram network " + folder + " -o x.doc", false},
		{dir, 0, "", "meeting " + folder + " --list", true},
		{dir, 0, "", "meeting " + folder + " --as minutes -o minutes.docx", false},
		{dir, 0, "", "meeting " + folder + " --as proposal -o proposal.docx --no-names", false},
		{dir, 0, "", "meeting " + folder + " -o slides.html", false},
		{dir, 2, "name a file", "meeting " + folder + " --as minutes -o minutes.pdf", false},
		{dir, 2, "name a file", "meeting " + folder, false},
		{dir, 1, "", "meeting " + folder + " -o slides.pdf --sequence nothing", false},
		{dir, 2, "", "serve --address 0.0.0.0:0", false},
		{wrong, 2, "sprache", "version", false},
	} {
		r := cli(t, c.dir, strings.Fields(c.args)...)
		if r.code != c.code || (r.stdout != "") != c.stdout || c.code != 0 && r.stderr == "" || !strings.Contains(strings.ToLower(r.stderr), strings.ToLower(c.says)) {
			t.Errorf("%s: exit %d, want %d\nstdout: %.200s\nstderr: %.400s", c.args, r.code, c.code, r.stdout, r.stderr)
		}
	}
}

// The example is there at once, says that it is invented, and leaves nothing behind.
func TestServe_Demo(t *testing.T) {
	dir := t.TempDir()
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	s := serve(t, dir, "--demo")
	var list struct {
		Networks []struct {
			ID, Name string
			Invented bool
			Counts   map[string]int
		}
	}
	s.ask(200, "GET", "/networks", "", &list)
	if len(list.Networks) != 1 || !list.Networks[0].Invented || list.Networks[0].Counts["institutions"] < 60 {
		t.Errorf("%+v", list)
	}
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := s.cmd.Wait(); err != nil {
		t.Error(err, s.logs)
	}
	for _, d := range []string{dir, temp} {
		left, err := os.ReadDir(d)
		if err != nil || len(left) != 0 {
			t.Errorf("left behind: %v %v", left, err)
		}
	}
}
