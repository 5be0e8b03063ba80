package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"miteinander/graph"
	"miteinander/graph/exchange"
	"miteinander/graph/hub"
	"miteinander/graph/words"
)

// filterFlags is the selection, the same on every command and in every URL.
type filterFlags struct {
	Date                string   `name:"date" placeholder:"YYYY-MM-DD" group:"filter" help:"${flag_date}"`
	Areas               []string `name:"areas" placeholder:"ID,…" group:"filter" help:"${flag_areas}"`
	Phases              []string `name:"phases" placeholder:"ID,…" group:"filter" help:"${flag_phases}"`
	Fields              []string `name:"fields" placeholder:"ID,…" group:"filter" help:"${flag_fields}"`
	Groups              []string `name:"groups" placeholder:"ID,…" group:"filter" help:"${flag_groups}"`
	Kinds               []string `name:"kinds" placeholder:"ID,…" group:"filter" help:"${flag_kinds}"`
	Sectors             []string `name:"sectors" placeholder:"ID,…" group:"filter" help:"${flag_sectors}"`
	ProviderKinds       []string `name:"provider-kinds" placeholder:"CODE,…" group:"filter" help:"${flag_provider_kinds}"`
	MinLevel            int      `name:"min-level" placeholder:"0-4" group:"filter" help:"${flag_min_level}"`
	WithoutCoordination bool     `name:"without-coordination" group:"filter" help:"${flag_without_coordination}"`
}

// filter checks the flags against the network: a value that no catalogue holds is a mistake, not an empty answer.
func (f filterFlags) filter(s *graph.Snapshot) (graph.Filter, error) {
	ids := func(list []string) []graph.ID {
		out := make([]graph.ID, len(list))
		for i, id := range list {
			out[i] = graph.ID(id)
		}
		return out
	}
	out := graph.Filter{Areas: ids(f.Areas), Phases: ids(f.Phases), Fields: ids(f.Fields), Groups: ids(f.Groups), Kinds: ids(f.Kinds),
		Sectors: ids(f.Sectors), ProviderKinds: ids(f.ProviderKinds), MinLevel: graph.Level(f.MinLevel), WithoutCoordination: f.WithoutCoordination}
	for _, c := range []struct {
		flag string
		kind graph.Kind
		ids  []graph.ID
	}{{"areas", graph.KindArea, out.Areas}, {"phases", graph.KindPhase, out.Phases}, {"fields", graph.KindField, out.Fields},
		{"groups", graph.KindGroup, out.Groups}, {"kinds", graph.KindInstitutionKind, out.Kinds}, {"sectors", graph.KindSector, out.Sectors}} {
		for _, id := range c.ids {
			if _, ok := s.Get(graph.Key{Kind: c.kind, ID: id}); !ok {
				return out, usage{graph.Errorf(graph.Invalid, "errors.filter", c.flag, string(id))}
			}
		}
	}
	if f.MinLevel < 0 || f.MinLevel > int(graph.LevelMax) {
		return out, usage{graph.Errorf(graph.Invalid, "errors.filter", "min-level", fmt.Sprint(f.MinLevel))}
	}
	var err error
	out.Date, err = dateFlag(f.Date, s)
	return out.Normal(), err
}

// dateFlag is the day that was asked for, else the network's Stand, else today where the network is.
func dateFlag(text string, s *graph.Snapshot) (graph.Date, error) {
	if text != "" {
		d, err := graph.ParseDate(text)
		if err != nil {
			return d, usage{graph.Errorf(graph.Invalid, "errors.filter", "date", text)}
		}
		return d, nil
	}
	set := s.Settings()
	if !set.AsOf.IsZero() {
		return set.AsOf, nil
	}
	at := now()
	if loc, err := time.LoadLocation(set.TimeZone); err == nil {
		at = at.In(loc)
	}
	return graph.DateOf(at), nil
}

// network reads what PATH names: a folder, zip, workbook or CSV, else a network of the store.
func (a *app) network(path string) (*graph.Snapshot, error) {
	_, err := os.Stat(path)
	switch {
	case err == nil:
		a.progress("reading", filepath.Base(filepath.Clean(path)))
		s, bad, err := exchange.ReadNetwork(path)
		if err != nil {
			return nil, err
		}
		if len(bad) > 0 {
			return nil, &graph.Error{Code: graph.Invalid, Key: "errors.invalid", Args: []any{len(bad)}, Fields: bad}
		}
		return s, nil
	case !errors.Is(err, fs.ErrNotExist) || strings.ContainsAny(path, `/\`) || filepath.Ext(path) != "":
		return nil, a.noNetwork(path)
	}
	var s *graph.Snapshot
	err = a.withNetwork(true, path, func(n *hub.Network) error {
		s = n.Head()
		return nil
	})
	if graph.CodeOf(err) == graph.NotFound { // nor a store yet
		return nil, a.noNetwork(path)
	}
	return s, err
}

func (a *app) noNetwork(path string) error {
	return graph.Errorf(graph.NotFound, "cli.no_network", path)
}

// selection reads a network and applies the filter.
func (a *app) selection(path string, f filterFlags) (*graph.Selection, error) {
	s, err := a.network(path)
	if err != nil {
		return nil, err
	}
	filter, err := f.filter(s)
	if err != nil {
		return nil, err
	}
	return s.Select(filter), nil
}

// progress says on stderr what takes time.
func (a *app) progress(what string, args ...any) {
	if !a.quiet {
		fmt.Fprintln(a.stderr, words.Text(a.config.Lang, "cli.progress."+what, args...))
	}
}

// output opens -o, or stdout for "" and "-". A file appears whole or not at all.
func (a *app) output(path string, write func(w *os.File) error) error {
	if path == "" || path == "-" {
		if f, ok := a.stdout.(*os.File); ok {
			return write(f)
		}
		return errors.New("stdout is no file")
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".miteinander-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	if err := write(f); err != nil {
		f.Close()
		return err
	}
	if err := f.Chmod(0o644); err != nil {
		f.Close()
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return err
	}
	fmt.Fprintln(a.stderr, words.Text(a.config.Lang, "cli.written", path))
	return nil
}
