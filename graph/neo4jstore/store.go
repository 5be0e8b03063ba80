package neo4jstore

import (
	"context"
	"crypto/rand"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j/config"

	"miteinander/graph"
	"miteinander/graph/heads"
	"miteinander/queries"
)

// Time limits, in place of the driver's 60 and 30 seconds: a person waits for the answer.
const (
	connectTime = 2 * time.Second      // to reach the server
	acquireTime = 5 * time.Second      // to get a connection
	readTime    = 10 * time.Second     // one read
	writeTime   = 30 * time.Second     // one transaction that writes, or reads a whole network
	opsInTime   = 10_000               // the ops for which writeTime is enough
	opTime      = 3 * time.Millisecond // and for each op of a large change beyond them
	retryTime   = 15 * time.Second     // all tries of one write together
	againTime   = 5 * time.Second      // all tries of one read together
	driverTime  = time.Second          // the driver's own tries; its pauses grow too long for a server that is back
	probeTime   = 2 * time.Second      // between two tries to reach a server that is away
	lateLimit   = 5                    // answers in a row that did not come in time, after which a server is taken for away
)

// Options say which server and how.
type Options struct {
	URI      string // neo4j:// or bolt://, with +s for TLS
	User     string
	Password string
	Database string // "" = neo4j
	// RootCAs are trusted for +s instead of the system's.
	RootCAs *x509.CertPool
	// Insecure allows a connection without TLS to another machine.
	Insecure bool
	// Budget is the number of records of recently used networks that stay in memory; 0 = heads.DefaultBudget.
	Budget int
	// Agent is told to the server, e.g. "miteinander/1.2".
	Agent string
}

// Store is a graph.Store on one Neo4j database.
type Store struct {
	driver   neo4j.DriverWithContext
	database string
	heads    *heads.Cache

	preparing chan struct{} // held by the one who prepares
	prepared  atomic.Bool
	info      graph.Info
	// away is the error of a server that could not be reached; for probeTime nobody tries again, so that a page gets its answer at
	// once and requests do not pile up.
	away atomic.Pointer[graph.Error]
	// late counts the answers that did not come in time since the last that did. A server that is slow is not away: one page that did not wait
	// long enough must not turn the others away.
	late atomic.Int32

	pageOps int64 // of a page of history; pageOps but in tests
	idle    int64 // milliseconds; idle but in tests
	pack    int   // packBytes but in tests

	// forgetful is set by tests alone: operations are not looked up, so that doubles must show.
	forgetful bool
}

var _ graph.Store = (*Store)(nil)

// Open checks the options and makes the driver; it does not wait for the server, so that a program starts while the database
// is away and answers as soon as it is there. The schema is brought up to date at the first use. Errors: Invalid
// (errors.store.uri), Forbidden (errors.store.needs_tls) for a server elsewhere without TLS.
func Open(o Options) (*Store, error) {
	u, err := url.Parse(o.URI)
	if err != nil || u.Host == "" {
		return nil, &graph.Error{Code: graph.Invalid, Key: "errors.store.uri", Args: []any{o.URI}, Err: err}
	}
	switch scheme := strings.ToLower(u.Scheme); scheme {
	case "neo4j+s", "bolt+s", "neo4j+ssc", "bolt+ssc":
	case "neo4j", "bolt":
		if !o.Insecure && !loopback(u.Hostname()) {
			return nil, graph.Errorf(graph.Forbidden, "errors.store.needs_tls", u.Hostname())
		}
	default:
		return nil, graph.Errorf(graph.Invalid, "errors.store.uri", u.Redacted())
	}
	if u.User != nil {
		return nil, graph.Errorf(graph.Invalid, "errors.store.uri", u.Redacted()) // a password in an address ends in logs
	}
	if o.Budget == 0 {
		o.Budget = heads.DefaultBudget
	}
	if o.Database == "" {
		o.Database = "neo4j"
	}
	driver, err := neo4j.NewDriverWithContext(o.URI, neo4j.BasicAuth(o.User, o.Password, ""), func(c *config.Config) {
		c.SocketConnectTimeout = connectTime
		c.ConnectionAcquisitionTimeout = acquireTime
		c.ConnectionLivenessCheckTimeout = readTime
		c.MaxTransactionRetryTime = driverTime
		c.MaxConnectionPoolSize = 32
		c.TelemetryDisabled = true
		c.SocketKeepalive = true
		if o.Agent != "" {
			c.UserAgent = o.Agent
		}
		if o.RootCAs != nil {
			c.TlsConfig = tlsConfig(o.RootCAs)
		}
	})
	if err != nil {
		return nil, &graph.Error{Code: graph.Invalid, Key: "errors.store.uri", Args: []any{u.Redacted()}, Err: err}
	}
	return &Store{driver: driver, database: o.Database, heads: heads.New(o.Budget), preparing: make(chan struct{}, 1), pageOps: pageOps, idle: idle, pack: packBytes}, nil
}

func loopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

// Close ends every connection.
func (st *Store) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), acquireTime)
	defer cancel()
	return st.driver.Close(ctx)
}

// Check asks the server; it also brings the schema up to date.
func (st *Store) Check(ctx context.Context) (graph.Info, error) {
	if err := st.prepare(ctx); err != nil {
		return graph.Info{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, readTime)
	defer cancel()
	err := st.read(ctx, func(tx neo4j.ManagedTransaction) error {
		_, err := rows(ctx, tx, queries.Cypher("find_server"), nil)
		return err
	})
	if err != nil {
		return graph.Info{}, st.failure(ctx, "check", err)
	}
	return st.info, nil
}

// session is short-lived. All sessions of the program share one bookmark manager, so that whoever wrote reads what she wrote, also
// from another member of a cluster.
func (st *Store) session(ctx context.Context, mode neo4j.AccessMode) neo4j.SessionWithContext {
	return st.driver.NewSession(ctx, neo4j.SessionConfig{
		AccessMode: mode, DatabaseName: st.database, BookmarkManager: st.driver.ExecuteQueryBookmarkManager(), FetchSize: 500,
	})
}

// read runs f in one transaction that may run again; what f fills it must reset.
func (st *Store) read(ctx context.Context, f func(neo4j.ManagedTransaction) error) error {
	return persist(ctx, againTime, func() error {
		s := st.session(ctx, neo4j.AccessModeRead)
		defer s.Close(context.Background())
		_, err := s.ExecuteRead(ctx, func(tx neo4j.ManagedTransaction) (any, error) { return nil, f(tx) }, neo4j.WithTxTimeout(writeTime))
		return st.inTime(err)
	})
}

// persist runs f again while the connection breaks or the server asks for another try, for at most a time. It is for what may happen twice, since nobody knows
// whether what was under way when the connection broke has happened. When the first try alone took longer than that, as a large import does, the time
// begins with its end: whether it was stored must be looked up.
func persist(ctx context.Context, limit time.Duration, f func() error) error {
	over := time.After(limit)
	pause := 50 * time.Millisecond
	for first := true; ; first = false {
		err := f()
		if err == nil || !again(err) {
			return err
		}
		end := over
		if first {
			select {
			case <-over: // it took that long by itself
				end, over = nil, time.After(limit)
			default:
			}
		}
		select {
		case <-ctx.Done():
			return err
		case <-end:
			return err
		case <-time.After(pause):
			pause = min(2*pause, time.Second)
		}
	}
}

// write runs f in one transaction; the driver runs it again where it is certain that nothing was stored.
func (st *Store) write(ctx context.Context, f func(neo4j.ManagedTransaction) error) error {
	return st.writeFor(ctx, writeTime, f)
}

// writeFor is write with a limit of its own, which the server holds too.
func (st *Store) writeFor(ctx context.Context, limit time.Duration, f func(neo4j.ManagedTransaction) error) error {
	s := st.session(ctx, neo4j.AccessModeWrite)
	defer s.Close(context.Background())
	_, err := s.ExecuteWrite(ctx, func(tx neo4j.ManagedTransaction) (any, error) { return nil, f(tx) }, neo4j.WithTxTimeout(limit))
	return st.inTime(err)
}

// inTime notes that the server answered where it did, and hands the error on.
func (st *Store) inTime(err error) error {
	var known *graph.Error // of what was read
	if err == nil || errors.Is(err, errOnlyRead) || errors.As(err, &known) {
		st.late.Store(0)
	}
	return err
}

// errOnlyRead ends a transaction that took a lock without leaving a trace in the database.
var errOnlyRead = errors.New("read under a lock; nothing to store")

// readLocked runs f in a transaction that may lock; it is always rolled back.
func (st *Store) readLocked(ctx context.Context, f func(neo4j.ManagedTransaction) error) error {
	err := persist(ctx, againTime, func() error {
		return st.write(ctx, func(tx neo4j.ManagedTransaction) error {
			if err := f(tx); err != nil {
				return err
			}
			return errOnlyRead
		})
	})
	if errors.Is(err, errOnlyRead) {
		return nil
	}
	return err
}

type params = map[string]any

// rows runs a statement and takes all it gives.
func rows(ctx context.Context, tx neo4j.ManagedTransaction, statement string, p params) ([]map[string]any, error) {
	res, err := tx.Run(ctx, statement, p)
	if err != nil {
		return nil, err
	}
	var out []map[string]any
	for res.Next(ctx) {
		out = append(out, res.Record().AsMap())
	}
	return out, res.Err()
}

// each runs a statement and hands over row by row.
func each(ctx context.Context, tx neo4j.ManagedTransaction, statement string, p params, f func(map[string]any) error) error {
	res, err := tx.Run(ctx, statement, p)
	if err != nil {
		return err
	}
	for res.Next(ctx) {
		if err := f(res.Record().AsMap()); err != nil {
			return err
		}
	}
	return res.Err()
}

// network is a head with what the store notes beside it.
type network struct {
	head     graph.Head
	born     string // tells this life of a network from another of the same name
	records  int64
	complete bool
}

func (n network) there() bool { return n.head.ID != "" && n.complete }

// tag is the same for one life of a network between erasures; heads are kept under it.
func tag(n network) string { return fmt.Sprintf("%s/%d", n.born, n.head.Rewrites) }

func networkOf(row map[string]any) (network, error) {
	var n network
	var ok [8]bool
	var id, name string
	var revision int64
	var at time.Time
	id, ok[0] = row["id"].(string)
	name, ok[1] = row["name"].(string)
	revision, ok[2] = row["revision"].(int64)
	n.head.Rewrites, ok[3] = row["rewrites"].(int64)
	at, ok[4] = row["at"].(time.Time)
	n.born, ok[5] = row["born"].(string)
	n.records, ok[6] = row["records"].(int64)
	n.complete, ok[7] = row["complete"].(bool)
	for _, o := range ok {
		if !o {
			return n, &graph.Error{Code: graph.Internal, Key: "errors.store.damaged", Err: fmt.Errorf("network node %v", row)}
		}
	}
	n.head.ID, n.head.Name, n.head.Revision, n.head.At = graph.NetworkID(id), name, graph.Revision(revision), at.UTC().Truncate(time.Millisecond)
	return n, nil
}

func noNetwork(id graph.NetworkID) error {
	return graph.Errorf(graph.NotFound, "errors.no_network", string(id))
}

// find reads the node of a network as it is, hidden or not; the zero network when there is none.
func find(ctx context.Context, tx neo4j.ManagedTransaction, id graph.NetworkID) (network, error) {
	found, err := rows(ctx, tx, queries.Cypher("find_network"), params{"network": string(id)})
	if err != nil || len(found) == 0 {
		return network{}, err
	}
	return networkOf(found[0])
}

// lock waits for whoever writes to the network, keeps others out until the transaction ends, and then reads the node.
func lock(ctx context.Context, tx neo4j.ManagedTransaction, id graph.NetworkID) (network, error) {
	found, err := rows(ctx, tx, queries.Cypher("lock_network"), params{"network": string(id), "turn": token()})
	if err != nil || len(found) == 0 {
		return network{}, err
	}
	return find(ctx, tx, id)
}

// token is something new, so that a write is never a repetition; nothing of it gets into an answer.
func token() string { return rand.Text() } //nolint:forbidigo // new in every process, also under test

// Networks lists every complete network by id.
func (st *Store) Networks(ctx context.Context) ([]graph.Head, error) {
	if err := st.prepare(ctx); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, readTime)
	defer cancel()
	var out []graph.Head
	err := st.read(ctx, func(tx neo4j.ManagedTransaction) error {
		out = []graph.Head{}
		return each(ctx, tx, queries.Cypher("list_networks"), nil, func(row map[string]any) error {
			n, err := networkOf(row)
			out = append(out, n.head)
			return err
		})
	})
	if err != nil {
		return nil, st.failure(ctx, "list networks", err)
	}
	return out, nil
}

// Head reads one node.
func (st *Store) Head(ctx context.Context, id graph.NetworkID) (graph.Head, error) {
	if err := st.prepare(ctx); err != nil {
		return graph.Head{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, readTime)
	defer cancel()
	var n network
	err := st.read(ctx, func(tx neo4j.ManagedTransaction) (err error) {
		n, err = find(ctx, tx, id)
		return err
	})
	if err != nil {
		return graph.Head{}, st.failure(ctx, "head", err)
	}
	if !n.there() {
		return graph.Head{}, noNetwork(id)
	}
	return n.head, nil
}
