package neo4jtest

import (
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"time"
)

// Kept is a server on a folder that stays: for trying the program on Neo4j (make run STORE=neo4j), not for tests.
type Kept struct {
	URI     string // neo4j://127.0.0.1:7687, or another port where that is taken
	Version string // such as "5.26.28 community"

	cmd   *exec.Cmd
	stdin io.WriteCloser
}

// closeTime is how long a server may take to write down what it has in memory.
const closeTime = time.Minute

// RunKept starts a server on a folder, which it makes if need be; who opens it are User and Password. A second one on the same folder is refused
// by Neo4j's own lock.
func RunKept(dir string) (*Kept, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	p, err := findProgram()
	if err != nil {
		return nil, err
	}
	p.keep = true
	port := 7687 // Bolt's own, so that Neo4j Browser finds it unasked
	if l, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port))); err == nil {
		_ = l.Close()
	} else if port, err = freePort(); err != nil {
		return nil, err
	}
	k := &Kept{URI: "neo4j://127.0.0.1:" + strconv.Itoa(port)}
	if k.cmd, k.stdin, err = p.launch(dir, port, ""); err != nil {
		return nil, fmt.Errorf("%w (is another one running on %s?)", err, dir)
	}
	if k.Version, err = serverVersion(k.URI); err != nil { // a folder of its own has the first password still
		if err = setPassword(k.URI, nil); err == nil {
			k.Version, err = serverVersion(k.URI)
		}
	}
	if err != nil {
		return nil, errors.Join(err, k.Close())
	}
	return k, nil
}

// Close ends the server in order and waits for it.
func (k *Kept) Close() error {
	_ = k.stdin.Close()
	late := time.AfterFunc(closeTime, func() { _ = k.cmd.Process.Kill() })
	defer late.Stop()
	return k.cmd.Wait()
}
