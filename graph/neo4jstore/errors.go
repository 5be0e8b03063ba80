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
	if ne := answered(err); ne != nil {
		st.late.Store(0)
		switch code := ne.Code; {
		case strings.HasPrefix(code, "Neo.ClientError.Security."):
			return wrap(graph.Unavailable, "errors.store.login")
		case noMemory(err):
			return wrap(graph.Busy, "errors.store.memory_now")
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
	slow := strings.Contains(err.Error(), context.DeadlineExceeded.Error()) && st.late.Add(1) < lateLimit
	if connectivity(err) && !slow && !errors.Is(cause, context.Canceled) {
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
	var used *neo4j.UsageError
	if err == nil || errors.As(err, &known) || answered(err) != nil || errors.As(err, &used) {
		return false
	}
	var op *net.OpError
	return neo4j.IsConnectivityError(err) || neo4j.IsTransactionExecutionLimit(err) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) ||
		errors.Is(err, net.ErrClosed) || errors.As(err, &op) || strings.Contains(err.Error(), "ConnectivityError") || strings.Contains(err.Error(), "onnection")
}

// answered is what the server said, nil where it said nothing. The driver hides the last of its own tries in a TransactionExecutionLimit.
func answered(err error) *neo4j.Neo4jError {
	var ne *neo4j.Neo4jError
	if errors.As(err, &ne) {
		return ne
	}
	var limit *neo4j.TransactionExecutionLimit
	if errors.As(err, &limit) && len(limit.Errors) > 0 {
		return answered(limit.Errors[len(limit.Errors)-1])
	}
	return nil
}

// again tells whether what failed may get through when it is tried again.
func again(err error) bool {
	ne := answered(err)
	return connectivity(err) || neo4j.IsRetryable(err) || ne != nil && ne.IsRetriable()
}

// noMemory tells that the transactions of the server have no memory left. Neo4j calls that transient.
func noMemory(err error) bool {
	ne := answered(err)
	return ne != nil && strings.HasSuffix(ne.Code, "OutOfMemoryError")
}

// tooLarge is the error of a change that is itself what fills the server's memory, so that it is not tried again; any other error stays as it is.
// What was said is kept as text: the driver would try a Neo4jError again.
func tooLarge(err error, ops int) error {
	if ops <= opsInTime || !noMemory(err) {
		return err
	}
	return &graph.Error{Code: graph.TooLarge, Key: "errors.store.memory", Args: []any{int64(ops)}, Err: errors.New(err.Error())}
}

// taken tells a uniqueness constraint that held: somebody else was faster.
func taken(err error) bool {
	ne := answered(err)
	return ne != nil && strings.HasSuffix(ne.Code, ".ConstraintValidationFailed")
}
