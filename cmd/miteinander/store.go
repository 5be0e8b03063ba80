package main

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"miteinander/graph"
	"miteinander/graph/hub"
	"miteinander/graph/neo4jstore"
	"miteinander/graph/sqlitestore"
	"miteinander/graph/words"
)

// defaultStore is what an installation uses that says nothing: one file.
const defaultStore = "sqlite:data/app.db"

// neo4jConfig says how a server that --store or NEO4J_URI names is reached, under the names that Neo4j's own tools use.
type neo4jConfig struct {
	URI          string `name:"neo4j-uri" placeholder:"URI" env:"NEO4J_URI" help:"${flag_neo4j_uri}"`
	User         string `name:"neo4j-username" placeholder:"NAME" default:"neo4j" env:"NEO4J_USERNAME" help:"${flag_neo4j_username}"`
	Password     string `name:"neo4j-password" placeholder:"…" env:"NEO4J_PASSWORD" help:"${flag_neo4j_password}"`
	PasswordFile string `name:"neo4j-password-file" placeholder:"FILE" env:"NEO4J_PASSWORD_FILE" help:"${flag_neo4j_password_file}"`
	Database     string `name:"neo4j-database" placeholder:"NAME" env:"NEO4J_DATABASE" help:"${flag_neo4j_database}"`
	CAFile       string `name:"neo4j-ca" placeholder:"FILE" env:"NEO4J_CA_FILE" help:"${flag_neo4j_ca}"`
	Plain        bool   `name:"neo4j-insecure" env:"MITEINANDER_NEO4J_INSECURE" help:"${flag_neo4j_insecure}"`
}

// password reads the file where one is named: the password alone, or "name/password" as Neo4j's own image takes it, so that
// both containers share one secret.
func (c neo4jConfig) password() (string, error) {
	if c.PasswordFile == "" {
		return c.Password, nil
	}
	b, err := os.ReadFile(c.PasswordFile)
	return strings.TrimPrefix(strings.TrimRight(string(b), "\r\n"), c.User+"/"), err
}

// roots are the certificates of --neo4j-ca, which then stand in place of the system's; nil where none is named.
func (c neo4jConfig) roots(lang string) (*x509.CertPool, error) {
	if c.CAFile == "" {
		return nil, nil
	}
	b, err := os.ReadFile(c.CAFile)
	if err != nil {
		return nil, err
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(b) {
		return nil, usage{errors.New(words.Text(lang, "cli.no_certificate", c.CAFile))}
	}
	return pool, nil
}

// storeName is the store that holds: --store beats NEO4J_URI, which beats the file.
func (c config) storeName() string {
	switch {
	case c.Store != "":
		return c.Store
	case c.Neo4j.URI != "":
		return c.Neo4j.URI
	}
	return defaultStore
}

// openStore opens the store that holds; only commands that write create a file.
func (a *app) openStore(readOnly bool) (graph.Store, error) {
	return a.openNamed(a.config.storeName(), readOnly)
}

// openNamed opens sqlite:PATH, a path, or neo4j://host and its like.
func (a *app) openNamed(name string, readOnly bool) (graph.Store, error) {
	scheme, _, isURI := strings.Cut(name, "://")
	if !isURI {
		return openSQLite(a.ctx, filepath.Clean(strings.TrimPrefix(name, "sqlite:")), readOnly)
	}
	if s, _, _ := strings.Cut(scheme, "+"); s != "neo4j" && s != "bolt" {
		return nil, usage{errors.New(words.Text(a.config.Lang, "cli.unknown_store", name))}
	}
	password, err := a.config.Neo4j.password()
	if err != nil {
		return nil, err
	}
	roots, err := a.config.Neo4j.roots(a.config.Lang)
	if err != nil {
		return nil, err
	}
	return neo4jstore.Open(neo4jstore.Options{URI: name, User: a.config.Neo4j.User, Password: password, RootCAs: roots,
		Database: a.config.Neo4j.Database, Insecure: a.config.Neo4j.Plain, Agent: "miteinander/" + version})
}

func openSQLite(ctx context.Context, path string, readOnly bool) (graph.Store, error) {
	if !readOnly {
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return nil, err
		}
	}
	return sqlitestore.Open(ctx, path, sqlitestore.Options{ReadOnly: readOnly})
}

// withHub runs f on the networks of the store and closes it.
func (a *app) withHub(readOnly bool, f func(*hub.Hub) error) error {
	st, err := a.openStore(readOnly)
	if err != nil {
		return err
	}
	err = f(hub.New(st, now))
	if closeErr := st.Close(); err == nil {
		err = closeErr
	}
	return err
}

// withNetwork opens a network of the store.
func (a *app) withNetwork(readOnly bool, id string, f func(*hub.Network) error) error {
	return a.withHub(readOnly, func(h *hub.Hub) error {
		n, err := h.Open(a.ctx, graph.NetworkID(id))
		if graph.CodeOf(err) == graph.NotFound {
			return a.noNetwork(id)
		}
		if err != nil {
			return err
		}
		return f(n)
	})
}

// copyCmd moves networks between stores, with their history.
type copyCmd struct {
	Networks []string `arg:"" optional:"" name:"network" help:"${arg_copy}"`
	From     string   `name:"from" required:"" placeholder:"STORE" help:"${flag_from}"`
	To       string   `name:"to" required:"" placeholder:"STORE" help:"${flag_to}"`
	JSON     bool     `name:"json" help:"${flag_json}"`
}

type copied struct {
	ID       graph.NetworkID `json:"id"`
	Name     string          `json:"name"`
	Revision graph.Revision  `json:"revision"`
	Hash     string          `json:"hash"`
}

// Run copies each network whole or not at all. A network that the target already has is an error before anything of it is written.
func (cmd *copyCmd) Run(a *app) error {
	from, err := a.openNamed(cmd.From, true)
	if err != nil {
		return err
	}
	defer from.Close()
	to, err := a.openNamed(cmd.To, false)
	if err != nil {
		return err
	}
	defer to.Close()
	var ids []graph.NetworkID
	for _, n := range cmd.Networks {
		ids = append(ids, graph.NetworkID(n))
	}
	if len(ids) == 0 {
		heads, err := from.Networks(a.ctx)
		if err != nil {
			return err
		}
		for _, h := range heads {
			ids = append(ids, h.ID)
		}
	}
	out := struct {
		Copied []copied `json:"copied"`
	}{[]copied{}}
	for _, id := range ids {
		fmt.Fprintln(a.stderr, words.Text(a.config.Lang, "cli.copying", string(id)))
		head, err := hub.Copy(a.ctx, from, to, id)
		if err != nil {
			return err
		}
		s, err := to.Load(a.ctx, id)
		if err != nil {
			return err
		}
		out.Copied = append(out.Copied, copied{id, head.Name, head.Revision, fmt.Sprintf("%x", s.Hash())})
	}
	if cmd.JSON {
		return a.printJSON(out)
	}
	for _, c := range out.Copied {
		fmt.Fprintln(a.stdout, words.Text(a.config.Lang, "cli.copied", c.Name, string(c.ID), int64(c.Revision), c.Hash[:16]))
	}
	return nil
}
