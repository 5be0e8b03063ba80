package neo4jstore_test

import (
	"bytes"
	"io"
	"math/rand/v2"
	"net"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// proxy stands between driver and server and breaks the connection at a stated moment. Bolt messages are told by their first
// bytes: a chunk's length, then a structure with its signature.
type proxy struct {
	t      testing.TB
	listen net.Listener
	to     string

	mu     sync.Mutex
	armed  string // which moment; "" = none
	after  int    // how many such moments pass before
	fired  int
	conns  map[net.Conn]bool
	delay  atomic.Int64 // nanoseconds before each piece is passed on
	rate   atomic.Int64 // bytes per second; 0 = no limit
	silent atomic.Bool  // nothing is passed on, nothing is closed
	lossy  atomic.Int64 // of 100 pieces so many come late, as a lost packet does that is sent again

	sent   atomic.Int64 // bytes that the driver has said
	tripAt atomic.Int64 // when so many have been said, trip is called before the next go on; 0 = never
	trip   func()
}

// The moments at which a proxy cuts.
const (
	cutBegin  = "before BEGIN"
	cutRun    = "after RUN"
	cutCommit = "after COMMIT was sent"
	cutAnswer = "in the middle of an answer"
)

var signatures = map[string][]byte{cutBegin: {0xb1, 0x11}, cutRun: {0xb3, 0x10}, cutCommit: {0x00, 0x02, 0xb0, 0x12, 0x00, 0x00}}

func newProxy(t testing.TB, uri string) *proxy {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, to, _ := strings.Cut(uri, "://")
	p := &proxy{t: t, listen: l, to: to, conns: map[net.Conn]bool{}}
	go p.accept()
	t.Cleanup(func() {
		_ = l.Close()
		p.cutAll()
	})
	return p
}

func (p *proxy) uri() string { return "bolt://" + p.listen.Addr().String() }

// arm cuts the next time that the moment comes, after it passed so many times.
func (p *proxy) arm(moment string, after int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.armed, p.after = moment, after
}

// count tells how often the proxy has cut.
func (p *proxy) count() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.fired
}

func (p *proxy) due(moment string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.armed != moment {
		return false
	}
	if p.after--; p.after >= 0 {
		return false
	}
	p.armed = ""
	p.fired++
	return true
}

func (p *proxy) waiting(moment string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.armed == moment
}

func (p *proxy) cutAll() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for c := range p.conns {
		_ = c.Close()
	}
}

func (p *proxy) accept() {
	for {
		client, err := p.listen.Accept()
		if err != nil {
			return
		}
		server, err := net.Dial("tcp", p.to)
		if err != nil {
			_ = client.Close()
			continue
		}
		p.mu.Lock()
		p.conns[client], p.conns[server] = true, true
		p.mu.Unlock()
		go p.up(client, server)
		go p.down(client, server)
	}
}

func (p *proxy) forget(conns ...net.Conn) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, c := range conns {
		_ = c.Close()
		delete(p.conns, c)
	}
}

// pass hands bytes on as the proxy is set; false when it is to swallow them.
func (p *proxy) pass(to net.Conn, b []byte) (bool, error) {
	if p.silent.Load() {
		return false, nil
	}
	time.Sleep(time.Duration(p.delay.Load()))
	for wait := 200 * time.Millisecond; rand.Int64N(100) < p.lossy.Load(); wait *= 2 { // the time-outs of TCP, doubled each time
		time.Sleep(wait)
	}
	if rate := p.rate.Load(); rate > 0 {
		for len(b) > 0 {
			n := min(len(b), int(max(rate/10, 1)))
			if _, err := to.Write(b[:n]); err != nil {
				return false, err
			}
			b = b[n:]
			time.Sleep(100 * time.Millisecond)
		}
		return true, nil
	}
	_, err := to.Write(b)
	return true, err
}

// up carries what the driver says.
func (p *proxy) up(client, server net.Conn) {
	defer p.forget(client, server)
	b := make([]byte, 64<<10)
	for {
		n, err := client.Read(b)
		if n > 0 {
			said := b[:n]
			if at := p.tripAt.Load(); p.sent.Add(int64(n)) >= at && at > 0 && p.tripAt.CompareAndSwap(at, 0) {
				p.trip()
			}
			if bytes.Contains(said, signatures[cutBegin]) && p.due(cutBegin) {
				return
			}
			if bytes.Contains(said, signatures[cutRun]) && p.due(cutRun) {
				_, _ = server.Write(said)
				return
			}
			if bytes.Contains(said, signatures[cutCommit]) && p.due(cutCommit) {
				_ = client.Close() // the answer will find nobody
				_, _ = server.Write(said)
				// The server reads what was sent before it sees the end: it commits, sooner or later than the next try comes.
				_ = server.(*net.TCPConn).CloseWrite()
				_, _ = io.Copy(io.Discard, server)
				return
			}
			if _, err := p.pass(server, said); err != nil {
				return
			}
		}
		if err != nil {
			return
		}
	}
}

// down carries what the server answers.
func (p *proxy) down(client, server net.Conn) {
	defer p.forget(client)
	b := make([]byte, 2<<10)
	for {
		n, err := server.Read(b)
		if n > 0 {
			if n > 500 && p.waiting(cutAnswer) && p.due(cutAnswer) { // more than a short success: a row is under way
				_, _ = client.Write(b[:n/2])
				_ = server.Close()
				return
			}
			if _, err := p.pass(client, b[:n]); err != nil {
				_ = server.Close()
				return
			}
		}
		if err != nil {
			return
		}
	}
}
