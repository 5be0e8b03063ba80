package server

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gin-gonic/gin"

	"miteinander/graph"
	"miteinander/server/account"
)

// News is one change as it goes out: which records, never what they say.
type News struct {
	Revision graph.Revision `json:"revision"`
	Cause    graph.Cause    `json:"cause"`
	Keys     []string       `json:"keys" nullable:"false" doc:"kind/id, the first 100"`
	Count    int            `json:"count"`
}

const newsKeys = 100

// heartbeat keeps proxies and the browser from giving up a quiet stream.
const heartbeat = 20 * time.Second

func newsDoc(op *huma.Operation, reg huma.Registry) {
	reg.Schema(typeFor[News](), true, "")
	op.Description = "One event per change: id is the revision, data is News. Last-Event-ID, or since, says what is known already; without " +
		"either only what comes from now on is sent. A comment every 20 seconds keeps the stream alive."
	op.Parameters = append(op.Parameters,
		&huma.Param{Name: "Last-Event-ID", In: "header", Schema: &huma.Schema{Type: huma.TypeInteger}},
		&huma.Param{Name: "since", In: "query", Schema: &huma.Schema{Type: huma.TypeInteger}})
	op.Responses["200"] = &huma.Response{Description: "OK", Content: map[string]*huma.MediaType{"text/event-stream": {Schema: &huma.Schema{Type: huma.TypeString}}}}
}

// news streams until the client goes, the network is dropped, or the server goes down.
func (s *Server) news(c *gin.Context, a account.Access) error {
	since := a.Network().Head().Head().Revision
	for _, text := range []string{c.Query("since"), c.GetHeader("Last-Event-ID")} {
		if text == "" {
			continue
		}
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil || n < 0 {
			return invalid("since", text, "errors.field.number")
		}
		since = graph.Revision(n)
	}
	ctx, cancel := context.WithCancel(c.Request.Context())
	defer cancel()
	rc := http.NewResponseController(c.Writer)
	_ = rc.SetWriteDeadline(time.Time{}) // a stream has no end by the clock; each write below sets its own
	h := c.Writer.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("X-Accel-Buffering", "no")
	c.Writer.WriteHeader(http.StatusOK)

	var mu sync.Mutex // the heartbeat writes between two changes
	send := func(text string) bool {
		mu.Lock()
		defer mu.Unlock()
		_ = rc.SetWriteDeadline(s.now().Add(10 * time.Second))
		if _, err := fmt.Fprint(c.Writer, text); err != nil || rc.Flush() != nil {
			cancel()
			return false
		}
		return true
	}
	if !send("retry: 2000\n: " + strconv.FormatInt(int64(since), 10) + "\n\n") {
		return nil
	}
	var beating sync.WaitGroup
	beating.Go(func() {
		tick := time.NewTicker(heartbeat)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
				send(": \n\n")
			case <-s.closing:
				cancel()
				return
			case <-ctx.Done():
				return
			}
		}
	})
	defer beating.Wait()
	defer cancel()
	for change := range a.Network().News(ctx, since) {
		n := News{Revision: change.Revision(), Cause: change.Cause, Keys: []string{}, Count: len(change.Ops)}
		for _, op := range change.Ops[:min(len(change.Ops), newsKeys)] {
			n.Keys = append(n.Keys, op.Key().String())
		}
		data, err := json.Marshal(n)
		if err != nil {
			return nil // numbers and ids: cannot happen, and the stream has begun
		}
		if !send("id: " + strconv.FormatInt(int64(n.Revision), 10) + "\ndata: " + string(data) + "\n\n") {
			return nil
		}
	}
	return nil
}
