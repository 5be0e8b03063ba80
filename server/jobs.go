package server

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gin-gonic/gin"

	"miteinander/graph"
	"miteinander/graph/exchange"
	"miteinander/graph/words"
	"miteinander/server/account"
)

// Limits of imports (safety.md, C): what waits to be confirmed, and for how long.
const (
	maxImports     = 16
	importLifetime = time.Hour
	importsAtOnce  = 2
)

// imports are the uploads that wait for a yes. They are in memory and in the temporary folder, and gone with the server.
type imports struct {
	mu      sync.Mutex
	jobs    map[string]*importJob
	running chan struct{} // one place for each import that is being read
}

// importJob is one uploaded file with what it says and the plan that was shown last.
type importJob struct {
	id      string
	author  string
	network graph.NetworkID // "" = a new one
	name    string          // of a new one
	file    string          // as the user calls it, without folder
	path    string          // in the temporary folder
	hash    [32]byte
	tables  exchange.Tables
	mapping *exchange.Mapping
	known   string // name of the kept mapping that fitted
	// mappingHash is the SHA-256 of the text of a mapping that the network keeps
	mappingHash string
	keep        []graph.Record // documents that go with it: a mapping that came with the file
	at          time.Time

	proposal *exchange.Proposal    // where the mapping was guessed
	said     importDecisions       // of its pairs
	back     *exchange.SentBack    // of a list that went out from here
	areas    *exchange.AreaChoices // of borders

	mu     sync.Mutex
	run    atomic.Pointer[importRun] // the last one: reading, or storing
	shown  [32]byte                  // digest of the plan that the user has seen
	result *confirmOut               // once confirmed, for a request that is repeated under the same key
	key    string
}

// PlanRow is one row of the preview.
type PlanRow struct {
	Kind   string         `json:"kind"`
	ID     graph.ID       `json:"id,omitempty"`
	Name   string         `json:"name"`
	State  exchange.State `json:"state" enum:"new,changed,unchanged,error"`
	Fields []string       `json:"fields,omitempty"`
	Sheet  string         `json:"sheet,omitempty"`
	Row    int            `json:"row,omitempty"`
}

// PlanCounts are those of one kind.
type PlanCounts struct {
	New       int `json:"new"`
	Changed   int `json:"changed"`
	Unchanged int `json:"unchanged"`
	Errors    int `json:"errors"`
	Missing   int `json:"missing"`
	Template  int `json:"template,omitempty" doc:"Of new: of the template that a new network takes, not in the file"`
}

// PlanView is what a file would do.
type PlanView struct {
	ID         string                `json:"id"`
	Network    graph.NetworkID       `json:"network,omitempty" doc:"Left out for a new one"`
	Name       string                `json:"name,omitempty" doc:"Of a new one"`
	Revision   graph.Revision        `json:"revision" doc:"That the plan was made against"`
	File       string                `json:"file"`
	Hash       string                `json:"hash" doc:"SHA-256 of the file"`
	Format     string                `json:"format"`
	Encoding   string                `json:"encoding,omitempty" doc:"Of CSV"`
	Counts     map[string]PlanCounts `json:"counts" doc:"By plural of the kind"`
	Total      PlanCounts            `json:"total"`
	Rows       []PlanRow             `json:"rows" doc:"Those of the file that change something or are wrong, the first 200"`
	Errors     []ProblemField        `json:"errors" doc:"The first 200"`
	TotalErr   int                   `json:"total_errors"`
	Added      []PlanRow             `json:"added_catalogue" doc:"Catalogue entries that the file brings"`
	Warnings   []ProblemField        `json:"warnings"`
	Missing    []PlanRow             `json:"missing" doc:"In the network, no longer in the sheet; the first 200"`
	CanConfirm bool                  `json:"can_confirm" doc:"Without errors, and it changes something"`
	ValidRows  int                   `json:"valid_rows" doc:"That only_valid would take over"`
	Pairs      []PairView            `json:"pairs" nullable:"false" doc:"New institutions that may be there already: a is the file's; the first 500"`
	Mapping    string                `json:"mapping,omitempty" doc:"Name of the kept mapping that was used because it fits"`
	Proposal   *ProposalView         `json:"proposal,omitempty" doc:"What a foreign table was taken for"`
	Sent       *SentView             `json:"sent,omitempty" doc:"Of a list that went out from here: what was changed in it"`
	Areas      *AreasView            `json:"areas,omitempty" doc:"Which borders belong to which planning area"`
}

const planRows = 200

func planDoc(op *huma.Operation, reg huma.Registry) {
	op.Responses["201"] = &huma.Response{Description: "The plan; nothing is stored yet", Content: map[string]*huma.MediaType{"application/json": {Schema: reg.Schema(typeFor[PlanView](), true, "")}}}
}

func uploadDoc(op *huma.Operation, reg huma.Registry) {
	op.Parameters = append(op.Parameters, &huma.Param{Name: "network", In: "query", Schema: &huma.Schema{Type: huma.TypeString}, Description: "Id of a network, or new"})
	op.RequestBody = &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{"multipart/form-data": {Schema: &huma.Schema{Type: huma.TypeObject,
		Required: []string{"file"}, Properties: map[string]*huma.Schema{
			"file":     {Type: huma.TypeString, Format: "binary", Description: ".xlsx, a zip of CSV files, one .csv, or borders as .geojson; at most 20 MiB"},
			"name":     {Type: huma.TypeString, Description: "Of a new network"},
			"guess":    {Type: huma.TypeString, Enum: []any{"auto", "yes"}, Description: "Propose a mapping: auto for what is no workbook and fits no kept mapping, yes in any case"},
			"mapping":  {Type: huma.TypeString, Description: "Name of a mapping of the network, or a mapping as TOML"},
			"geometry": {Type: huma.TypeString, Format: "binary", Description: "GeoJSON that the mapping names"}}}}}}
	planDoc(op, reg)
}

// upload reads a file in a child process and answers with what it would do.
func (s *Server) upload(c *gin.Context, a account.Access) error {
	ctx := c.Request.Context()
	id := graph.NetworkID(c.Query("network"))
	if id == "new" {
		id = ""
	}
	if id != "" {
		var err error
		if a, err = a.For(ctx, account.ImportFiles, id); err != nil {
			return err
		}
	}
	if !s.limits.imports.Allow() {
		p := newProblem(ctx, codeTooMany, "server.too_many")
		p.retry(time.Minute)
		return p
	}
	form, err := s.receive(c.Request)
	if err != nil {
		return err
	}
	keep := false
	defer func() {
		if !keep {
			os.Remove(form.path)
		}
	}()
	job := &importJob{id: s.newID(), author: a.Author(), network: id, name: form.fields["name"], file: form.file, path: form.path, hash: form.hash, at: s.now()}
	if job.mapping, job.keep, err = s.mappingFor(a, form); err != nil {
		return err
	}
	if err := s.place(ctx); err != nil {
		return err
	}
	_ = http.NewResponseController(c.Writer).SetWriteDeadline(s.now().Add(importAnswer))
	async := wantsAsync(c.GetHeader("Prefer"))
	run := s.start(ctx, job, async, func(ctx context.Context, run *importRun) error { return s.read(ctx, a, job, form.fields["guess"], run) })
	if err := s.imports.add(job, s.now()); err != nil {
		run.cancel()
		return err
	}
	keep = true
	c.Header("Location", apiPrefix+"/imports/"+job.id)
	if !s.await(ctx, run, async) {
		c.JSON(http.StatusAccepted, progressOf(ctx, job, run))
		return nil
	}
	if run.err != nil {
		s.imports.remove(job)
		return run.err
	}
	c.JSON(http.StatusCreated, run.view)
	return nil
}

// wantsAsync reads RFC 7240: the caller can be told how far it is instead of waiting.
func wantsAsync(prefer string) bool { return strings.Contains(prefer, "respond-async") }

// place takes one of the places for imports that run at once.
func (s *Server) place(ctx context.Context) error {
	select {
	case s.imports.running <- struct{}{}:
		return nil
	default:
		p := newProblem(ctx, graph.Busy, "server.import_running")
		p.retry(5 * time.Second)
		return p
	}
}

// read is the work of an upload: the file to tables, in the child, then what they would do.
func (s *Server) read(ctx context.Context, a account.Access, job *importJob, guess string, run *importRun) error {
	f, err := os.Open(job.path)
	if err != nil {
		return err
	}
	defer f.Close()
	job.tables, err = s.deps.Parse(ctx, job.file, f, func(rows int, share float64) { s.tell(run, stepReading, rows, share) })
	if err != nil {
		return err
	}
	s.tell(run, stepPlanning, 0, 0)
	if job.back, err = s.sentBack(ctx, a, job.tables); err != nil {
		return err
	}
	if job.back != nil {
		job.mapping, job.keep = nil, nil
	}
	if err := s.guessFor(a, job, guess); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	view, err := s.shown(ctx, job, headOf(a))
	if err != nil {
		return err
	}
	run.view = &view
	return ctx.Err()
}

// headOf is the network that an import goes to, or an empty one.
func headOf(a account.Access) *graph.Snapshot {
	if a.Network() == nil {
		return graph.NewSnapshot("")
	}
	return a.Network().Head()
}

// plan compares the file with a network as it is.
func (s *Server) plan(ctx context.Context, job *importJob, head *graph.Snapshot) (*exchange.Plan, error) {
	name := job.name
	if name == "" {
		name = strings.TrimSuffix(job.file, filepath.Ext(job.file))
	}
	run := job.run.Load()
	told := func(share float64) error {
		if run != nil && job.busy() {
			s.tell(run, stepPlanning, 0, share)
		}
		return ctx.Err()
	}
	return exchange.NewPlan(head, job.tables, job.mapping, exchange.Options{Name: name, Date: s.dateOf(head), Decisions: job.decisions(head), Joined: job.joined(), Back: job.back, Areas: job.areas, Told: told})
}

// emptyPlan says of a job what needs no plan.
func emptyPlan(job *importJob) PlanView {
	return PlanView{ID: job.id, Network: job.network, File: job.file, Hash: hex.EncodeToString(job.hash[:]), Format: job.tables.Format, Encoding: job.tables.Encoding,
		Counts: map[string]PlanCounts{}, Rows: []PlanRow{}, Errors: []ProblemField{}, Added: []PlanRow{}, Warnings: []ProblemField{}, Missing: []PlanRow{}, Pairs: []PairView{}}
}

// planDigest names what a plan would do, so that a confirmation holds for what was shown and for nothing else.
func planDigest(p *exchange.Plan) [32]byte {
	h := sha256.New()
	for i := range p.Rows { // one after the other: a hundred thousand rows as one text would cost as much as the plan
		r := &p.Rows[i]
		fmt.Fprintf(h, "%d %q %q %s %q %q %d\n", r.Key.Kind, r.Key.ID, r.Name, r.State, r.Fields, r.Sheet, r.Row)
	}
	rest := digest(p.Errors, p.Missing, p.Counts, p.Differences, p.Areas)
	_, _ = h.Write(rest[:]) // a hash does not fail
	return [32]byte(h.Sum(nil))
}

func (s *Server) planView(ctx context.Context, job *importJob, p *exchange.Plan) PlanView {
	lang := requestOf(ctx).Lang
	v := emptyPlan(job)
	v.Revision, v.Mapping = p.Head.Head().Revision, job.known
	v.Areas = areasView(p.Areas)
	if job.proposal != nil {
		v.Proposal = proposalView(lang, job.proposal)
	}
	if job.back != nil {
		v.Sent = sentView(lang, job.back, p)
	}
	ops := p.Ops(true, exchange.Keep)
	if job.network == "" {
		v.Name = job.name
		for _, op := range ops {
			if set, ok := op.After.(*graph.Settings); ok {
				v.Name = set.Name
			}
		}
	}
	for k, c := range p.Counts {
		v.Counts[k.Plural()] = PlanCounts(c)
		v.Total.New += c.New
		v.Total.Changed += c.Changed
		v.Total.Unchanged += c.Unchanged
		v.Total.Errors += c.Errors
		v.Total.Missing += c.Missing
		v.Total.Template += c.Template
	}
	for _, r := range p.Rows {
		if r.State == exchange.StateUnchanged || r.Template || len(v.Rows) == planRows {
			continue
		}
		v.Rows = append(v.Rows, PlanRow{Kind: r.Key.Kind.String(), ID: r.Key.ID, Name: r.Name, State: r.State, Fields: r.Fields, Sheet: r.Sheet, Row: r.Row})
	}
	if e, total := fieldsOf(ctx, p.Errors); total > 0 {
		v.Errors, v.TotalErr = e, total
	}
	if w, total := fieldsOf(ctx, p.Warnings); total > 0 {
		v.Warnings = w
	}
	named := func(list []exchange.Named, state exchange.State) []PlanRow {
		out := []PlanRow{}
		for _, n := range list[:min(len(list), planRows)] {
			out = append(out, PlanRow{Kind: n.Key.Kind.String(), ID: n.Key.ID, Name: n.Name, State: state})
		}
		return out
	}
	v.Added, v.Missing = named(p.Added, exchange.StateNew), named(p.Missing, exchange.StateUnchanged)
	words.SortBy(lang, v.Missing, func(r PlanRow) string { return r.Kind })
	v.Pairs = s.pairViews(ctx, p)
	v.ValidRows = len(ops)
	v.CanConfirm = len(p.Errors) == 0 && (v.ValidRows > 0 || len(p.Missing) > 0)
	return v
}

// add keeps a job; the oldest ones go when there are too many.
func (im *imports) add(j *importJob, now time.Time) error {
	im.mu.Lock()
	defer im.mu.Unlock()
	im.expire(now)
	for len(im.jobs) >= maxImports {
		var oldest *importJob
		for _, x := range im.jobs {
			if oldest == nil || x.at.Before(oldest.at) {
				oldest = x
			}
		}
		im.drop(oldest)
	}
	im.jobs[j.id] = j
	return nil
}

func (im *imports) expire(now time.Time) {
	for _, j := range im.jobs {
		if now.Sub(j.at) > importLifetime {
			im.drop(j)
		}
	}
}

// remove forgets a job.
func (im *imports) remove(j *importJob) {
	im.mu.Lock()
	defer im.mu.Unlock()
	im.drop(j)
}

func (im *imports) drop(j *importJob) {
	if run := j.run.Load(); run != nil {
		run.cancel()
	}
	delete(im.jobs, j.id)
	os.Remove(j.path)
}

// find gives the caller's own job; another's is not found.
func (im *imports) find(id string, a account.Access, now time.Time) (*importJob, error) {
	im.mu.Lock()
	defer im.mu.Unlock()
	im.expire(now)
	j, ok := im.jobs[id]
	if !ok || j.author != a.Author() {
		return nil, graph.Errorf(graph.NotFound, "server.import_gone")
	}
	return j, nil
}

// clear removes everything; the server is going down.
func (im *imports) clear() {
	im.mu.Lock()
	defer im.mu.Unlock()
	for _, j := range im.jobs {
		im.drop(j)
	}
}
