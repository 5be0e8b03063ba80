package neo4jstore

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"miteinander/graph"
)

// failure turns any error into a *graph.Error: one that is one already stays as it is, and the cause is kept for the log.
// Causes of the driver name addresses and statements, never parameters or credentials.
func (st *Store) failure(ctx context.Context, doing string, err error) error {
	if err == nil {
		return nil
	}
	var known *graph.Error
	if errors.As(err, &known) {
		return err
	}
	cause := fmt.Errorf("%s: %w", doing, err)
	wrap := func(c graph.Code, key string) error { return &graph.Error{Code: c, Key: key, Err: cause} }
	if ctx.Err() != nil && !errors.Is(err, ctx.Err()) {
		cause = errors.Join(ctx.Err(), cause)
	}
	var ne *neo4j.Neo4jError
	if errors.As(err, &ne) {
		switch code := ne.Code; {
		case strings.HasPrefix(code, "Neo.ClientError.Security."):
			return wrap(graph.Unavailable, "errors.store.login")
		case strings.HasSuffix(code, "MemoryPoolOutOfMemoryError"), strings.HasSuffix(code, "OutOfMemoryError"):
			return wrap(graph.TooLarge, "errors.store.memory")
		case strings.Contains(code, ".TransactionTimedOut"), strings.Contains(code, ".TransactionTerminated"), strings.HasSuffix(code, ".Terminated"),
			strings.HasSuffix(code, ".LockClientStopped"):
			return wrap(graph.Unavailable, "errors.store.timeout")
		case strings.HasPrefix(code, "Neo.ClientError.Cluster."), strings.HasSuffix(code, ".DatabaseUnavailable"), strings.HasSuffix(code, ".DatabaseNotFound"),
			strings.HasSuffix(code, ".ForbiddenOnReadOnlyDatabase"):
			return wrap(graph.Unavailable, "errors.store.unavailable")
		case strings.HasPrefix(code, "Neo.TransientError."):
			return wrap(graph.Busy, "errors.store.busy")
		}
		return wrap(graph.Internal, "errors.store.internal")
	}
	if connectivity(err) && !errors.Is(cause, context.Canceled) {
		e := &graph.Error{Code: graph.Unavailable, Key: "errors.store.unavailable", Err: cause}
		if st.away.CompareAndSwap(nil, e) {
			time.AfterFunc(probeTime, func() { st.away.Store(nil) })
		}
		return e
	}
	switch {
	case ctx.Err() != nil, errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return wrap(graph.Unavailable, "errors.store.timeout")
	case connectivity(err):
		return wrap(graph.Unavailable, "errors.store.unavailable")
	}
	var used *neo4j.UsageError
	if errors.As(err, &used) && strings.Contains(used.Message, "closed") { // the pool or driver is closed
		return wrap(graph.Unavailable, "errors.store.unavailable")
	}
	return wrap(graph.Internal, "errors.store.internal")
}

// connectivity tells whether the server could not be reached or went away, so that what was asked may or may not have happened.
// The driver gives some of these bare, as a broken read of the socket.
func connectivity(err error) bool {
	var known *graph.Error
	var ne *neo4j.Neo4jError
	var used *neo4j.UsageError
	if err == nil || errors.As(err, &known) || errors.As(err, &ne) || errors.As(err, &used) {
		return false
	}
	var op *net.OpError
	return neo4j.IsConnectivityError(err) || neo4j.IsTransactionExecutionLimit(err) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) ||
		errors.Is(err, net.ErrClosed) || errors.As(err, &op) || strings.Contains(err.Error(), "ConnectivityError") || strings.Contains(err.Error(), "onnection")
}

// taken tells a uniqueness constraint that held: somebody else was faster.
func taken(err error) bool {
	var ne *neo4j.Neo4jError
	return errors.As(err, &ne) && strings.HasSuffix(ne.Code, ".ConstraintValidationFailed")
}
