// Package neo4jtest starts a real Neo4j Community server for tests, without Docker: the server is a set of jars from Maven Central,
// fetched once into .neo4j at the root of the repository, and runs in a Java process of its own (test/neo4j). Nothing is mocked.
package neo4jtest

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j/config"
)

// User and Password open every server that Start returns.
const (
	User     = "neo4j"
	Password = "miteinander-test"
)

const (
	fetchTime = 10 * time.Minute // 214 jars, 116 MB: about 40 s on a good line
	startTime = 10 * time.Minute // 5 to 7 s when nothing else runs, over four minutes on two cores with a load of 70
)

// heap is what one change of 100,000 records needs, all of whose fields are filled (docs/operations.md); Java takes it only when it needs it.
const heap = "-Xmx1280m"

type server struct {
	once  sync.Once
	uri   string
	err   error
	stdin io.WriteCloser // held open for the life of the test binary: the server ends when it closes
}

var shared server

// Start returns the Bolt address and the credentials of a Neo4j server that is ready for queries. The first call of a test binary
// starts it, on a free port of the loopback, and later calls return the same one; it ends with the test binary, however that ends,
// and removes its data. The data of one test are visible to the next: every test uses a network id of its own.
// NEO4J_TEST_URI names a server that already runs, with NEO4J_TEST_USERNAME and NEO4J_TEST_PASSWORD where they differ from the
// constants above; its other data are left alone. Without java or mvn, and when the server does not come up, the test fails and says
// what is missing; it is never skipped.
func Start(t testing.TB) (uri, user, password string) {
	t.Helper()
	if uri := os.Getenv("NEO4J_TEST_URI"); uri != "" {
		return uri, cmp.Or(os.Getenv("NEO4J_TEST_USERNAME"), User), cmp.Or(os.Getenv("NEO4J_TEST_PASSWORD"), Password)
	}
	shared.once.Do(shared.start)
	if shared.err != nil {
		t.Fatalf("Neo4j for tests: %v", shared.err)
	}
	return shared.uri, User, Password
}

func (s *server) start() {
	p, err := findProgram()
	if err != nil {
		s.err = err
		return
	}
	// A free port can be taken by somebody else before Java binds it: then the next one is tried.
	for range 3 {
		if s.err = s.run(p); s.err == nil {
			return
		}
	}
}

func (s *server) run(p program) error {
	dir, err := os.MkdirTemp("", "miteinander-neo4j-")
	if err != nil {
		return err
	}
	port, err := freePort()
	if err != nil {
		return err
	}
	_, stdin, err := p.launch(dir, port, "")
	uri, version := "bolt://127.0.0.1:"+strconv.Itoa(port), ""
	if err == nil {
		if err = setPassword(uri, nil); err == nil {
			version, err = serverVersion(uri)
		}
		if err != nil {
			_ = stdin.Close() // ends the server
		}
	}
	if err != nil {
		_ = os.RemoveAll(dir)
		return err
	}
	fmt.Fprintf(os.Stderr, "Neo4j %s for the tests of %s, at %s\n", version, filepath.Base(os.Args[0]), uri)
	s.uri, s.stdin = uri, stdin
	return nil
}

// program is what it takes to start a server.
type program struct {
	java, lib, source string
	keep              bool  // the folder stays when the server ends
	transactions      int64 // bytes of memory for all transactions together; 0 = what Neo4j grants
}

func findProgram() (program, error) {
	root, err := repository()
	if err != nil {
		return program{}, err
	}
	java, err := exec.LookPath("java")
	if err != nil {
		return program{}, errors.New("no java in the path; install a JDK 17 or 21 (Debian: apt-get install openjdk-17-jdk-headless)")
	}
	lib, err := jars(root)
	return program{java: java, lib: lib, source: filepath.Join(root, "test", "neo4j", "TestServer.java")}, err
}

// launch starts a server on a folder and waits until it answers. certificates, if not empty, is a folder with private.key and
// public.crt: then the server speaks TLS only. It ends when stdin closes and then removes its folder unless it is kept.
func (p program) launch(dir string, port int, certificates string) (*exec.Cmd, io.WriteCloser, error) {
	args := []string{"-XX:+UseSerialGC", heap,
		"--add-opens=java.base/java.nio=ALL-UNNAMED", "--add-opens=java.base/java.io=ALL-UNNAMED",
		"--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
		"-Dkeep=" + strconv.FormatBool(p.keep), "-Dtransactions=" + strconv.FormatInt(p.transactions, 10),
		"-cp", filepath.Join(p.lib, "*"), p.source, dir, strconv.Itoa(port)}
	if os.Getenv("MITEINANDER_SCALE") == "" {
		args = append([]string{"-XX:TieredStopAtLevel=1"}, args...) // half the work until it is ready; not where its speed is measured
	}
	if certificates != "" {
		args = append(args, certificates)
	}
	cmd := exec.Command(p.java, args...)
	cmd.SysProcAttr = ownGroup() // Ctrl-C is for the test; the server then ends in order, by its standard input
	var log bytes.Buffer
	cmd.Stderr = &log
	stdin, err := cmd.StdinPipe()
	if err != nil {
		return nil, nil, err
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return nil, nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, nil, fmt.Errorf("start %s: %w", p.java, err)
	}
	ready := make(chan bool, 1)
	go func() {
		lines := bufio.NewScanner(stdout)
		for lines.Scan() {
			if lines.Text() == "READY" {
				ready <- true
				break
			}
		}
		close(ready)
		_, _ = io.Copy(io.Discard, stdout)
	}()
	fail := func(reason error) error {
		_ = stdin.Close()
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		return fmt.Errorf("%w\n%s", reason, tail(log.String()))
	}
	select {
	case up := <-ready:
		if !up {
			return nil, nil, fail(errors.New("the Java process ended before it was ready"))
		}
	case <-time.After(startTime):
		return nil, nil, fail(fmt.Errorf("not ready after %s", startTime))
	}
	return cmd, stdin, nil
}

// setPassword replaces the password a fresh server comes with; until then it refuses every other statement (CredentialsExpired).
func setPassword(uri string, roots *x509.CertPool) error {
	ctx, cancel := context.WithTimeout(context.Background(), startTime)
	defer cancel()
	driver, err := neo4j.NewDriverWithContext(uri, neo4j.BasicAuth(User, "neo4j", ""), func(c *config.Config) {
		if roots != nil {
			c.TlsConfig = &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}
		}
	})
	if err != nil {
		return err
	}
	defer driver.Close(ctx)
	_, err = neo4j.ExecuteQuery(ctx, driver, "ALTER CURRENT USER SET PASSWORD FROM 'neo4j' TO $password",
		map[string]any{"password": Password}, neo4j.EagerResultTransformer, neo4j.ExecuteQueryWithDatabase("system"))
	if err != nil {
		return fmt.Errorf("set the first password: %w", err)
	}
	return nil
}

// serverVersion asks a server for its version and edition, as "5.26.28 community". It fails where the password is not ours.
func serverVersion(uri string) (string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), startTime)
	defer cancel()
	driver, err := neo4j.NewDriverWithContext(uri, neo4j.BasicAuth(User, Password, ""))
	if err != nil {
		return "", err
	}
	defer driver.Close(ctx)
	answer, err := neo4j.ExecuteQuery(ctx, driver, "CALL dbms.components() YIELD versions, edition RETURN versions[0] + ' ' + edition AS version", nil,
		neo4j.EagerResultTransformer, neo4j.ExecuteQueryWithDatabase("system"))
	if err != nil {
		return "", fmt.Errorf("ask for the version: %w", err)
	}
	version, _ := answer.Records[0].AsMap()["version"].(string)
	return version, nil
}

// jars returns the folder with the server's jars and fetches them when the list in pom.xml has no folder yet. Two test binaries that
// fetch at once do the work twice and keep the first result.
func jars(root string) (string, error) {
	pom := filepath.Join(root, "test", "neo4j", "pom.xml")
	text, err := os.ReadFile(pom)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(text)
	lib := filepath.Join(root, ".neo4j", "lib-"+hex.EncodeToString(sum[:6]))
	if _, err := os.Stat(lib); err == nil {
		return lib, nil
	}
	mvn, err := exec.LookPath("mvn")
	if err != nil {
		return "", errors.New("no mvn in the path, needed once to fetch Neo4j from Maven Central (Debian: apt-get install maven)")
	}
	if err := os.MkdirAll(filepath.Dir(lib), 0o755); err != nil {
		return "", err
	}
	partial, err := os.MkdirTemp(filepath.Dir(lib), "fetch-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(partial)
	ctx, cancel := context.WithTimeout(context.Background(), fetchTime)
	defer cancel()
	out, err := exec.CommandContext(ctx, mvn, "-q", "-B", "-f", pom,
		"org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies",
		"-DoutputDirectory="+partial, "-DincludeScope=runtime").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("fetch the server with mvn: %w\n%s", err, tail(string(out)))
	}
	if err := os.Rename(partial, lib); err != nil {
		if _, there := os.Stat(lib); there != nil {
			return "", err
		}
	}
	return lib, nil
}

func repository() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", errors.New("no go.mod above the working folder")
		}
		dir = parent
	}
}

func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port, nil
}

func tail(s string) string {
	const limit = 2000
	if len(s) > limit {
		s = "…" + s[len(s)-limit:]
	}
	return strings.TrimSpace(s)
}
