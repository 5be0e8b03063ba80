package main

import (
	"bufio"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// What make run STORE=neo4j does: the program opens the example on a Neo4j of its own, a Ctrl-C ends both, and a second start finds again what
// was changed.
func TestRun_keepsItsData(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a Neo4j server; make test runs it")
	}
	dir := t.TempDir()
	bin := filepath.Join(dir, "bin") + string(filepath.Separator)
	if out, err := exec.Command("go", "build", "-o", bin, "miteinander/tools/run-neo4j", "miteinander/cmd/miteinander", "miteinander/cmd/miteinander-draw").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	start := func() (url string, end func()) {
		t.Helper()
		cmd := exec.Command(bin+"run-neo4j", filepath.Join(dir, "data"), bin+"miteinander", "serve", "--add-demo", "--address", "127.0.0.1:0")
		cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
		for _, e := range os.Environ() {
			if !strings.HasPrefix(e, "MITEINANDER_") && !strings.HasPrefix(e, "NEO4J_") {
				cmd.Env = append(cmd.Env, e)
			}
		}
		cmd.Stderr = os.Stderr
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if cmd.ProcessState == nil {
				_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
				_ = cmd.Wait()
			}
		})
		lines := bufio.NewScanner(out)
		said := ""
		for url == "" && lines.Scan() {
			said += lines.Text() + "\n"
			for word := range strings.FieldsSeq(lines.Text()) {
				if strings.HasPrefix(word, "http://") {
					url = word
				}
			}
		}
		if url == "" || !strings.Contains(said, "Neo4j 5.26.") {
			t.Fatalf("said: %s", said)
		}
		return url, func() {
			t.Helper()
			if err := syscall.Kill(-cmd.Process.Pid, syscall.SIGINT); err != nil { // as a terminal does: to all of them
				t.Fatal(err)
			}
			for lines.Scan() { // to the end, before Wait closes the pipe
			}
			if err := cmd.Wait(); err != nil {
				t.Errorf("ended with %v", err)
			}
		}
	}
	url, end := start()
	resp, err := http.Post(url+"api/v1/networks/beispiel/goals", "application/json", strings.NewReader(`{"title":"Bleibt"}`))
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	if resp.StatusCode != http.StatusCreated {
		t.Fatalf("write: %s", resp.Status)
	}
	end()
	url, end = start()
	if resp, err = http.Get(url + "api/v1/networks/beispiel/goals/bleibt"); err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		t.Errorf("after the second start: %s", resp.Status)
	}
	end()
}
