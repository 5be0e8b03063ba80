package neo4jtest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"io"
	"math/big"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"
)

// Own is a server of one test alone, over TLS with a certificate made for it, that can be killed and started again on the same folder.
type Own struct {
	Roots *x509.CertPool // trusts the server's certificate

	program           program
	dir, certificates string
	port              int
	cmd               *exec.Cmd
	stdin             io.WriteCloser
}

// StartOwn starts a server that ends with the test. NEO4J_TEST_URI does not matter here: nobody kills a server of others.
func StartOwn(t testing.TB) *Own { return StartSmall(t, 0) }

// StartSmall is StartOwn with so many bytes of memory for all transactions together; 0 = what Neo4j grants.
func StartSmall(t testing.TB, transactions int64) *Own {
	t.Helper()
	p, err := findProgram()
	if err != nil {
		t.Fatalf("Neo4j for tests: %v", err)
	}
	p.transactions = transactions
	o := &Own{program: p, certificates: t.TempDir(), Roots: x509.NewCertPool()}
	if o.dir, err = os.MkdirTemp("", "miteinander-neo4j-"); err != nil {
		t.Fatal(err)
	}
	if o.port, err = freePort(); err != nil {
		t.Fatal(err)
	}
	o.Roots.AddCert(o.certificate(t))
	t.Cleanup(func() {
		o.Kill()
		_ = os.RemoveAll(o.dir)
	})
	o.Start(t)
	if err := setPassword(o.URI(), o.Roots); err != nil {
		t.Fatalf("Neo4j for tests: %v", err)
	}
	return o
}

// URI is the address, with TLS.
func (o *Own) URI() string { return "bolt+s://127.0.0.1:" + strconv.Itoa(o.port) }

// CA is the file with the certificate to trust.
func (o *Own) CA() string { return filepath.Join(o.certificates, "public.crt") }

// Kill ends the server at once, as a power cut would; its folder stays.
func (o *Own) Kill() {
	if o.cmd == nil {
		return
	}
	_ = o.cmd.Process.Kill()
	_ = o.cmd.Wait()
	_ = o.stdin.Close()
	o.cmd = nil
}

// Start starts the server on its folder, where it is not running.
func (o *Own) Start(t testing.TB) {
	t.Helper()
	cmd, stdin, err := o.program.launch(o.dir, o.port, o.certificates)
	if err != nil {
		t.Fatalf("Neo4j for tests: %v", err)
	}
	o.cmd, o.stdin = cmd, stdin
}

// certificate makes a key and a certificate for the loopback in the server's folder for them.
func (o *Own) certificate(t testing.TB) *x509.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "miteinander test"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(24 * time.Hour), IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	for name, block := range map[string]*pem.Block{"private.key": {Type: "PRIVATE KEY", Bytes: private}, "public.crt": {Type: "CERTIFICATE", Bytes: der}} {
		if err := os.WriteFile(filepath.Join(o.certificates, name), pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	c, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return c
}
