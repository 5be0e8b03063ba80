package worker

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// Config says which program does the work and within which limits. Zero values take the defaults named here.
type Config struct {
	Path      string        // the program
	Args      []string      // its arguments before those of a job
	Env       []string      // added to the child's environment, which is otherwise empty but for TMPDIR and PATH
	Dir       string        // where temporary folders live; "" = a folder of our own in the user's cache, see privateDir
	Keep      []string      // names of folders below TMPDIR that survive from job to job (caches of compiled code)
	Wall      time.Duration // 5 s
	AtOnce    int           // 2
	Queue     int           // 16
	MaxInput  int           // bytes, 16 MiB
	MaxOutput int           // bytes, 64 MiB
}

// Job is one piece of work.
type Job struct {
	Args  []string
	Input []byte
	More  io.Reader     // follows Input; nil = nothing. Who gives it bounds it: MaxInput is about Input
	To    io.Writer     // where stdout goes as it comes; nil = it is the answer of Run
	Wall  time.Duration // 0 = that of the Config
}

// Pool runs jobs of one program. It is safe for concurrent use.
type Pool struct {
	cfg     Config
	root    string
	places  chan struct{}
	waiting atomic.Int64

	mu      sync.Mutex
	average time.Duration // of finished jobs, decaying; only for RetryAfter
}

// New checks the program's place and makes the private folder. A program that is missing is found at the first Run,
// so that a service can start and say what is wrong on the page that needs it.
func New(cfg Config) (*Pool, error) {
	if cfg.Wall <= 0 {
		cfg.Wall = 5 * time.Second
	}
	if cfg.AtOnce <= 0 {
		cfg.AtOnce = 2
	}
	if cfg.Queue <= 0 {
		cfg.Queue = 16
	}
	if cfg.MaxInput <= 0 {
		cfg.MaxInput = 16 << 20
	}
	if cfg.MaxOutput <= 0 {
		cfg.MaxOutput = 64 << 20
	}
	root, err := privateDir(cfg.Dir)
	if err != nil {
		return nil, err
	}
	sweep(root)
	return &Pool{cfg: cfg, root: root, places: make(chan struct{}, cfg.AtOnce), average: time.Second}, nil
}

// Run does one job: it waits for a place, starts the program, feeds Input to its stdin and returns its stdout, or hands it on. Every
// error is an [*Error]. The child is dead when Run returns, and its temporary folder is gone.
func (p *Pool) Run(ctx context.Context, job Job) ([]byte, error) {
	if len(job.Input) > p.cfg.MaxInput {
		return nil, &Error{Reason: TooLarge, Err: fmt.Errorf("input of %d bytes, at most %d", len(job.Input), p.cfg.MaxInput)}
	}
	if err := p.take(ctx); err != nil {
		return nil, err
	}
	defer func() { <-p.places }()

	start := time.Now()
	out, err := p.run(ctx, job)
	p.learn(time.Since(start))
	return out, err
}

// take waits for a free place, or refuses when the queue is full.
func (p *Pool) take(ctx context.Context) error {
	select {
	case p.places <- struct{}{}:
		return nil
	default:
	}
	if n := p.waiting.Add(1); n > int64(p.cfg.Queue) {
		p.waiting.Add(-1)
		return &Error{Reason: Busy, RetryAfter: p.retryAfter()}
	}
	defer p.waiting.Add(-1)
	select {
	case p.places <- struct{}{}:
		return nil
	case <-ctx.Done():
		return &Error{Reason: Canceled, Err: ctx.Err()}
	}
}

func (p *Pool) learn(d time.Duration) {
	p.mu.Lock()
	p.average = (3*p.average + d) / 4
	p.mu.Unlock()
}

func (p *Pool) retryAfter() time.Duration {
	p.mu.Lock()
	d := p.average * time.Duration(p.cfg.Queue) / time.Duration(p.cfg.AtOnce)
	p.mu.Unlock()
	return max(d.Round(time.Second), time.Second)
}

// run starts the child and sees it through. The goroutine is bound to its thread, because on Linux the child is to
// die with the thread that started it (that is how it dies with us, even when we are killed).
func (p *Pool) run(ctx context.Context, job Job) ([]byte, error) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()

	tmp, err := p.jobDir()
	if err != nil {
		return nil, &Error{Reason: Failed, Err: err}
	}
	defer os.RemoveAll(tmp)

	wall := job.Wall
	if wall <= 0 {
		wall = p.cfg.Wall
	}
	timed, cancel := context.WithTimeout(ctx, wall)
	defer cancel()

	cmd := exec.CommandContext(timed, p.cfg.Path, append(append([]string(nil), p.cfg.Args...), job.Args...)...)
	cmd.Dir = tmp
	cmd.Env = append([]string{"TMPDIR=" + tmp, "TMP=" + tmp, "TEMP=" + tmp, "PATH=/usr/bin:/bin"}, p.cfg.Env...)
	cmd.Stdin = bytes.NewReader(job.Input)
	if job.More != nil {
		cmd.Stdin = io.MultiReader(bytes.NewReader(job.Input), job.More)
	}
	out := &capped{limit: p.cfg.MaxOutput, full: cancel, to: job.To}
	tail := &capped{limit: 4 << 10}
	cmd.Stdout, cmd.Stderr = out, tail
	cmd.Cancel = func() error { return cmd.Process.Kill() }
	cmd.WaitDelay = time.Second
	confineChild(cmd)

	started := cmd.Start()
	if err = started; started == nil {
		err = cmd.Wait()
	}
	switch {
	case out.over:
		return nil, &Error{Reason: TooLarge, Err: fmt.Errorf("output over %d bytes", p.cfg.MaxOutput)}
	case err == nil:
		return out.buf.Bytes(), nil
	// A context that ends before the start is over makes Start fail too: that says nothing about the program.
	case ctx.Err() != nil:
		return nil, &Error{Reason: Canceled, Err: ctx.Err()}
	case errors.Is(timed.Err(), context.DeadlineExceeded):
		return nil, &Error{Reason: TimedOut, Err: fmt.Errorf("killed after %s", wall)}
	case started != nil:
		return nil, &Error{Reason: Missing, Err: err}
	default:
		return nil, &Error{Reason: Failed, Err: err, Stderr: strings.ToValidUTF8(strings.TrimSpace(tail.buf.String()), "?")}
	}
}

// capped keeps the first limit bytes. A stream that is over and has someone to tell ends the child. The buffer is not
// embedded: its ReadFrom would let io.Copy pass by Write.
type capped struct {
	buf   bytes.Buffer
	limit int
	over  bool
	full  func()
	to    io.Writer // instead of buf
	sent  int
}

func (c *capped) Write(b []byte) (int, error) {
	room := c.limit - c.buf.Len() - c.sent
	if len(b) <= room && c.to != nil {
		n, err := c.to.Write(b)
		c.sent += n
		return n, err
	}
	if len(b) <= room {
		return c.buf.Write(b)
	}
	c.buf.Write(b[:max(room, 0)])
	if c.full != nil {
		c.over = true
		c.full()
		return 0, io.ErrShortWrite
	}
	return len(b), nil // the rest of stderr is dropped, the child must not block on it
}
