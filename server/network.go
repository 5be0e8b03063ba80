package server

import (
	"context"
	"time"

	"miteinander/graph"
	"miteinander/graph/exchange"
	"miteinander/graph/hub"
	"miteinander/server/account"
)

// NetworkSummary is a network in the list.
type NetworkSummary struct {
	ID       graph.NetworkID `json:"id"`
	Name     string          `json:"name"`
	Revision graph.Revision  `json:"revision"`
	At       time.Time       `json:"at" doc:"Of the last change that somebody made"`
	Invented bool            `json:"invented" doc:"An example: to be said wherever it is shown"`
	Counts   map[string]int  `json:"counts" doc:"institutions, actors, offers, cooperations"`
}

type listNetworksOut struct {
	Body struct {
		Networks []NetworkSummary `json:"networks" nullable:"false"`
	}
}

func (s *Server) listNetworks(ctx context.Context, a account.Access, _ *struct{}) (*listNetworksOut, error) {
	heads, err := a.Networks(ctx)
	if err != nil {
		return nil, err
	}
	out := &listNetworksOut{}
	out.Body.Networks = make([]NetworkSummary, 0, len(heads))
	for _, h := range heads {
		one, err := a.For(ctx, account.ReadNetwork, h.ID)
		if graph.CodeOf(err) == graph.NotFound || graph.CodeOf(err) == graph.Forbidden {
			continue // dropped meanwhile, or not hers to see
		}
		if err != nil {
			return nil, err
		}
		snap := one.Network().Head()
		acted, err := one.Network().Acted(ctx)
		if err != nil {
			return nil, err
		}
		out.Body.Networks = append(out.Body.Networks, NetworkSummary{ID: h.ID, Name: snap.Head().Name, Revision: snap.Head().Revision,
			At: acted.At, Invented: snap.Settings().Invented == graph.Yes,
			Counts: counts(snap, graph.KindInstitution, graph.KindActor, graph.KindOffer, graph.KindCooperation)})
	}
	return out, nil
}

func counts(s *graph.Snapshot, kinds ...graph.Kind) map[string]int {
	out := make(map[string]int, len(kinds))
	for _, k := range kinds {
		out[k.Plural()] = s.Len(k)
	}
	return out
}

type createNetworkIn struct {
	Key  string `header:"Idempotency-Key" maxLength:"100"`
	Body struct {
		ID       graph.NetworkID `json:"id,omitempty" maxLength:"64" doc:"Made from the name where it is left out"`
		Name     string          `json:"name,omitempty" maxLength:"500"`
		Template string          `json:"template,omitempty" enum:"leer,jena,weimar,niedersachsen"`
		Demo     bool            `json:"demo,omitempty" doc:"The invented example; name and template are its own"`
	}
}

// Created answers a new network.
type Created struct {
	ID       graph.NetworkID `json:"id"`
	Revision graph.Revision  `json:"revision"`
}

type createNetworkOut struct {
	Location string `header:"Location"`
	Body     Created
}

func (s *Server) createNetwork(ctx context.Context, a account.Access, in *createNetworkIn) (*createNetworkOut, error) {
	b := in.Body
	var records []graph.Record
	switch {
	case b.Demo:
		var err error
		if records, err = s.deps.Demo(); err != nil {
			return nil, err
		}
		if b.ID == "" {
			b.ID = "beispiel"
		}
	default:
		if b.Name == "" {
			return nil, invalid("name", "", "errors.field.required")
		}
		if b.Template == "" {
			b.Template = "leer"
		}
		var ok bool
		if records, ok = graph.Template(b.Template, b.Name); !ok {
			return nil, invalid("template", b.Template, "errors.field.unknown_code", graph.Templates())
		}
	}
	id, err := s.freeNetworkID(ctx, a, b.ID, b.Name)
	if err != nil {
		return nil, err
	}
	n, err := a.Create(ctx, id, s.intent(a, in.Key, graph.CauseEdit, "create", id, b), records)
	if err != nil {
		return nil, err
	}
	return &createNetworkOut{Location: apiPrefix + "/networks/" + string(id), Body: Created{id, n.Head().Head().Revision}}, nil
}

// freeNetworkID is the id asked for, or one made from the name: musterstadt, musterstadt-2, …
func (s *Server) freeNetworkID(ctx context.Context, a account.Access, id graph.NetworkID, name string) (graph.NetworkID, error) {
	if id != "" && !validNetworkID(id) {
		return "", invalid("id", string(id), "server.network_id")
	}
	if id != "" && id != "beispiel" {
		return id, nil // the store says when it is taken
	}
	base := id
	if base == "" {
		base = graph.NetworkID(exchange.Slug(name))
	}
	heads, err := a.Networks(ctx)
	if err != nil {
		return "", err
	}
	taken := map[graph.NetworkID]bool{}
	for _, h := range heads {
		taken[h.ID] = true
	}
	for n, free := 2, base; ; n++ {
		if !taken[free] {
			return free, nil
		}
		free = base + graph.NetworkID("-"+itoa(n))
	}
}

// validNetworkID allows what needs no escape in a URL and names no file elsewhere.
func validNetworkID(id graph.NetworkID) bool {
	if len(id) == 0 || len(id) > 64 {
		return false
	}
	for i, c := range id {
		if !(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || i > 0 && (c == '-' || c == '_')) {
			return false
		}
	}
	return true
}

type networkIn struct {
	Network graph.NetworkID `path:"n"`
}

// NetworkView is what every page needs of a network.
type NetworkView struct {
	ID            graph.NetworkID     `json:"id"`
	Name          string              `json:"name"`
	Revision      graph.Revision      `json:"revision"`
	At            time.Time           `json:"at"`
	Date          string              `json:"date" format:"date" doc:"The day that answers speak of unless another is asked for"`
	Settings      Record              `json:"settings"`
	Counts        map[string]int      `json:"counts" doc:"Records by plural of their kind"`
	Catalogues    map[string][]Record `json:"catalogues" doc:"phases, areas, fields, groups, sectors, hurdles, institution_kinds, providers, funders, transitions; phases in their order, the rest by id"`
	ProviderKinds []string            `json:"provider_kinds" nullable:"false" doc:"Codes that occur"`
}

type getNetworkOut struct {
	ETag string `header:"ETag"`
	Body NetworkView
}

// catalogueKinds are what selections and forms choose from.
var catalogueKinds = []graph.Kind{graph.KindPhase, graph.KindArea, graph.KindField, graph.KindGroup, graph.KindSector, graph.KindHurdle,
	graph.KindInstitutionKind, graph.KindProvider, graph.KindFunder, graph.KindTransition}

func (s *Server) getNetwork(ctx context.Context, a account.Access, _ *networkIn) (*getNetworkOut, error) {
	snap := a.Network().Head()
	h := snap.Head()
	v := NetworkView{ID: h.ID, Name: h.Name, Revision: h.Revision, At: h.At, Date: s.dateOf(snap).String(),
		Counts: counts(snap, graph.Kinds()...), Catalogues: map[string][]Record{}, ProviderKinds: []string{}}
	v.Settings, _ = recordAt(snap, graph.Key{Kind: graph.KindSettings, ID: graph.SettingsID})
	if v.Settings.record == nil {
		v.Settings.record = snap.Settings()
	}
	for _, k := range catalogueKinds {
		list := make([]Record, 0, snap.Len(k))
		if k == graph.KindPhase {
			for _, p := range snap.Phases() {
				list = append(list, Record{p, snap.Changed(p.Key())})
			}
		} else {
			for r := range snap.All(k) {
				list = append(list, Record{r, snap.Changed(r.Key())})
			}
		}
		v.Catalogues[catalogueName(k)] = list
	}
	present := map[string]bool{}
	for i := range graph.Records[*graph.Institution](snap, graph.KindInstitution) {
		present[snap.ProviderKind(i)] = true
	}
	for _, c := range graph.Codes("provider_kind") {
		if present[c] {
			v.ProviderKinds = append(v.ProviderKinds, c)
		}
	}
	return &getNetworkOut{ETag: revisionTag(h), Body: v}, nil
}

// catalogueName is the plural in snake_case: institution_kinds.
func catalogueName(k graph.Kind) string { return k.String() + "s" }

func revisionTag(h graph.Head) string {
	return `"r` + itoa(int(h.Revision)) + "-" + itoa(int(h.Rewrites)) + `"`
}

func (s *Server) deleteNetwork(ctx context.Context, a account.Access, _ *networkIn) (*struct{}, error) {
	return &struct{}{}, a.Drop(ctx)
}

// FieldView describes one field for forms.
type FieldView struct {
	Name     string   `json:"name"`
	Type     string   `json:"type" enum:"text,long_text,code,codes,texts,ref,refs,tri,date,count,number,level,marks,counts,attributes,body"`
	Codes    string   `json:"codes,omitempty" doc:"Name of the code list"`
	Kinds    []string `json:"kinds,omitempty" nullable:"false" doc:"What a ref may refer to"`
	Required bool     `json:"required"`
	Public   bool     `json:"public"`
}

// KindView describes one kind.
type KindView struct {
	Kind   string      `json:"kind"`
	Plural string      `json:"plural"`
	Fields []FieldView `json:"fields" nullable:"false"`
}

type schemaOut struct {
	Body struct {
		Kinds []KindView          `json:"kinds" nullable:"false"`
		Codes map[string][]string `json:"codes"`
	}
}

func (s *Server) getSchema(context.Context, account.Access, *struct{}) (*schemaOut, error) {
	out := &schemaOut{}
	out.Body.Codes = map[string][]string{}
	for _, k := range graph.Kinds() {
		v := KindView{Kind: k.String(), Plural: k.Plural()}
		for _, f := range graph.Fields(k) {
			fv := FieldView{Name: f.Name, Type: fieldTypes[f.Type], Codes: f.Codes, Required: f.Required, Public: f.Public}
			for _, r := range f.Kinds {
				fv.Kinds = append(fv.Kinds, r.String())
			}
			if f.Codes != "" {
				out.Body.Codes[f.Codes] = graph.Codes(f.Codes)
			}
			v.Fields = append(v.Fields, fv)
		}
		out.Body.Kinds = append(out.Body.Kinds, v)
	}
	return out, nil
}

type templatesOut struct {
	Body struct {
		Templates []TemplateView `json:"templates" nullable:"false"`
	}
}

// TemplateView is a template with what it brings.
type TemplateView struct {
	ID     string         `json:"id"`
	Title  string         `json:"title"`
	Counts map[string]int `json:"counts"`
	Phases []string       `json:"phases" nullable:"false"`
}

func (s *Server) getTemplates(ctx context.Context, _ account.Access, _ *struct{}) (*templatesOut, error) {
	out := &templatesOut{}
	for _, id := range graph.Templates() {
		records, _ := graph.Template(id, id)
		v := TemplateView{ID: id, Title: say(requestOf(ctx).Lang, "server.template."+id), Counts: map[string]int{}, Phases: []string{}}
		for _, r := range records {
			v.Counts[r.Key().Kind.Plural()]++
			if p, ok := r.(*graph.Phase); ok {
				v.Phases = append(v.Phases, p.Name)
			}
		}
		out.Body.Templates = append(out.Body.Templates, v)
	}
	return out, nil
}

// intent says who wants what, and under which key, so that a repeated request is answered and not repeated.
func (s *Server) intent(a account.Access, key string, cause graph.Cause, what ...any) hub.Intent {
	in := hub.Intent{ID: graph.OpID(key), Author: a.Author(), Cause: cause, Digest: digest(what...)}
	if key == "" {
		in.ID = graph.OpID(s.newID())
	}
	return in
}
