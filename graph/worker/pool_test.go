package worker

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// TestMain makes the test program its own child, so that the tests run real processes.
func TestMain(m *testing.M) {
	if os.Getenv("WORKER_CHILD") == "1" {
		child(os.Args[1:])
	}
	os.Exit(m.Run())
}

func child(args []string) {
	switch args[0] {
	case "echo":
		io.Copy(os.Stdout, os.Stdin)
	case "sleep":
		d, _ := time.ParseDuration(args[1])
		time.Sleep(d)
		fmt.Print("awake")
	case "endless":
		for {
			os.Stdout.Write(make([]byte, 1<<16))
		}
	case "hungry":
		if err := Confine(1 << 30); err != nil {
			fmt.Fprint(os.Stderr, err)
			os.Exit(3)
		}
		var keep [][]byte
		for range 64 {
			b := make([]byte, 64<<20)
			for i := 0; i < len(b); i += 4096 {
				b[i] = 1
			}
			keep = append(keep, b)
		}
		fmt.Print(len(keep))
	case "fail":
		fmt.Fprint(os.Stderr, "reason for the log")
		os.Exit(4)
	case "litter":
		os.WriteFile(filepath.Join(os.TempDir(), "left.txt"), []byte("x"), 0o600)
		kept := filepath.Join(os.TempDir(), "cache", "kept.txt")
		if b, err := os.ReadFile(kept); err == nil {
			fmt.Printf("found %s;", b)
		}
		os.WriteFile(kept, []byte("warm"), 0o600)
		fmt.Print(os.TempDir())
	}
	os.Exit(0)
}

func newPool(t *testing.T, cfg Config) *Pool {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cfg.Path = exe
	cfg.Env = []string{"WORKER_CHILD=1"}
	if cfg.Wall == 0 {
		cfg.Wall = time.Minute // a busy machine must not decide a test
	}
	if cfg.Dir == "" {
		cfg.Dir = filepath.Join(t.TempDir(), "worker")
	}
	p, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func reason(err error) Reason {
	var e *Error
	if errors.As(err, &e) {
		return e.Reason
	}
	return ""
}

func TestRun_GivesBackWhatTheChildWrote(t *testing.T) {
	p := newPool(t, Config{})
	in := bytes.Repeat([]byte("Präventionskette\x00\n"), 20000)
	out, err := p.Run(context.Background(), Job{Args: []string{"echo"}, Input: in})
	if err != nil || !bytes.Equal(in, out) {
		t.Fatalf("%d bytes, error %v", len(out), err)
	}
}

func TestRun_KillsAtTheWallLimit(t *testing.T) {
	p := newPool(t, Config{Wall: 200 * time.Millisecond})
	if _, err := p.Run(context.Background(), Job{Args: []string{"sleep", "1h"}}); reason(err) != TimedOut {
		t.Fatal(err)
	}
	if out, err := p.Run(context.Background(), Job{Args: []string{"echo"}, Input: []byte("next"), Wall: time.Minute}); string(out) != "next" {
		t.Fatalf("the next job got %q, %v", out, err)
	}
}

func TestRun_EndsWithTheContext(t *testing.T) {
	p := newPool(t, Config{})
	ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
	defer cancel()
	if _, err := p.Run(ctx, Job{Args: []string{"sleep", "1m"}, Wall: time.Minute}); reason(err) != Canceled {
		t.Fatal(err)
	}
}

// A limit that is over before the child has started is a limit all the same: the program is not missing.
func TestRun_LimitOverBeforeTheStart(t *testing.T) {
	p := newPool(t, Config{})
	if _, err := p.Run(context.Background(), Job{Args: []string{"echo"}, Wall: 1}); reason(err) != TimedOut {
		t.Errorf("wall limit of a nanosecond: %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := p.Run(ctx, Job{Args: []string{"echo"}}); reason(err) != Canceled {
		t.Errorf("ended context: %v", err)
	}
}

func TestRun_StopsEndlessOutput(t *testing.T) {
	p := newPool(t, Config{MaxOutput: 1 << 20})
	if _, err := p.Run(context.Background(), Job{Args: []string{"endless"}}); reason(err) != TooLarge {
		t.Fatal(err)
	}
}

func TestRun_RefusesLargeInput(t *testing.T) {
	p := newPool(t, Config{MaxInput: 10})
	if _, err := p.Run(context.Background(), Job{Args: []string{"echo"}, Input: make([]byte, 11)}); reason(err) != TooLarge {
		t.Fatal(err)
	}
}

func TestRun_MemoryLimitEndsTheChildOnly(t *testing.T) {
	if strings.Contains(os.Getenv("GOFLAGS"), "-race") {
		t.Skip("the race detector maps more than the limit by itself")
	}
	p := newPool(t, Config{})
	_, err := p.Run(context.Background(), Job{Args: []string{"hungry"}})
	if reason(err) != Failed {
		t.Fatalf("4 GiB under a limit of 1 GiB: %v", err)
	}
}

func TestRun_TellsWhyAChildFailed(t *testing.T) {
	p := newPool(t, Config{})
	_, err := p.Run(context.Background(), Job{Args: []string{"fail"}})
	var e *Error
	if !errors.As(err, &e) || e.Reason != Failed || e.Stderr != "reason for the log" {
		t.Fatal(err)
	}
}

func TestRun_MissingProgram(t *testing.T) {
	p, err := New(Config{Path: filepath.Join(t.TempDir(), "none"), Dir: filepath.Join(t.TempDir(), "w")})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Run(context.Background(), Job{}); reason(err) != Missing {
		t.Fatal(err)
	}
}

func TestRun_TwoAtOnceAndAQueue(t *testing.T) {
	p := newPool(t, Config{AtOnce: 2, Queue: 2})
	var wg sync.WaitGroup
	results := make(chan error, 6)
	for range 6 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			_, err := p.Run(context.Background(), Job{Args: []string{"sleep", "2s"}})
			results <- err
		}()
	}
	wg.Wait()
	close(results)
	good, busy := 0, 0
	for err := range results {
		var e *Error
		switch {
		case err == nil:
			good++
		case errors.As(err, &e) && e.Reason == Busy && e.RetryAfter >= time.Second:
			busy++
		default:
			t.Error(err)
		}
	}
	if good != 4 || busy != 2 {
		t.Fatalf("%d good and %d busy, want 4 and 2", good, busy)
	}
}

func TestRun_EveryJobItsOwnAnswer(t *testing.T) {
	p := newPool(t, Config{Queue: 100})
	var wg sync.WaitGroup
	for i := range 60 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			want := fmt.Sprintf("canary-%d", i)
			out, err := p.Run(context.Background(), Job{Args: []string{"echo"}, Input: []byte(want)})
			if err != nil || string(out) != want {
				t.Errorf("%q, %v; want %q", out, err, want)
			}
		}()
	}
	wg.Wait()
}

func TestRun_SweepsItsFolderAndKeepsTheCache(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "worker")
	p := newPool(t, Config{Dir: dir, Keep: []string{"cache"}})
	first, err := p.Run(context.Background(), Job{Args: []string{"litter"}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(string(first)); !os.IsNotExist(err) {
		t.Errorf("the job's folder is still there: %v", err)
	}
	second, err := p.Run(context.Background(), Job{Args: []string{"litter"}})
	if err != nil || !strings.HasPrefix(string(second), "found warm;") {
		t.Errorf("cache lost: %q, %v", second, err)
	}
	entries, _ := os.ReadDir(dir)
	if len(entries) != 1 {
		t.Errorf("left behind: %v", entries)
	}
	if info, _ := os.Stat(dir); info.Mode().Perm() != 0o700 {
		t.Errorf("mode %v", info.Mode())
	}
}

func TestNew_SweepsOldJobs(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "worker")
	old, young := filepath.Join(dir, "job-old"), filepath.Join(dir, "job-young")
	for _, d := range []string{old, young} {
		if err := os.MkdirAll(d, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	past := time.Now().Add(-2 * time.Hour)
	if err := os.Chtimes(old, past, past); err != nil {
		t.Fatal(err)
	}
	newPool(t, Config{Dir: dir})
	if _, err := os.Stat(old); !os.IsNotExist(err) {
		t.Error("an old job's folder stayed")
	}
	if _, err := os.Stat(young); err != nil {
		t.Error("a running job's folder went")
	}
}

func TestNew_RefusesAFolderThatIsALink(t *testing.T) {
	base := t.TempDir()
	link := filepath.Join(base, "worker")
	if err := os.Symlink(t.TempDir(), link); err != nil {
		t.Skip(err)
	}
	if _, err := New(Config{Path: "x", Dir: link}); err == nil {
		t.Fatal("a planted link was taken")
	}
}
