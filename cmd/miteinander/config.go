package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"reflect"
	"strings"

	"github.com/BurntSushi/toml"
	"github.com/alecthomas/kong"
)

// config is every setting, documented once: here, for --help and for "config show". A flag beats the environment, the
// environment beats the file, the file beats the default.
type config struct {
	Config string `name:"config" placeholder:"FILE" env:"MITEINANDER_CONFIG" type:"path" help:"${flag_config}"`
	Store  string `name:"store" placeholder:"STORE" env:"MITEINANDER_STORE" help:"${flag_store}"`
	Lang   string `name:"lang" enum:"de,en" default:"de" env:"MITEINANDER_LANG" help:"${flag_lang}"`
	Draw   string `name:"draw" placeholder:"PATH" env:"MITEINANDER_DRAW" help:"${flag_draw}"`

	Neo4j neo4jConfig `embed:""`
}

// defaultConfig is read where it exists and --config names none.
const defaultConfig = "miteinander.toml"

// languageOf finds the language before the command line is parsed, since --help is in it.
func languageOf(args []string) string {
	for i, a := range args {
		if v, ok := strings.CutPrefix(a, "--lang="); ok {
			return v
		}
		if a == "--lang" && i+1 < len(args) {
			return args[i+1]
		}
	}
	if v := os.Getenv("MITEINANDER_LANG"); v != "" {
		return v
	}
	return "de"
}

// fileResolver answers kong from the configuration file: TOML, keys named like the flags with "-" or "_". kong would let a
// resolver beat the environment, so what the environment sets is left alone.
func fileResolver(args []string) kong.Resolver {
	path, named := os.Getenv("MITEINANDER_CONFIG"), os.Getenv("MITEINANDER_CONFIG") != ""
	for i, a := range args {
		if v, ok := strings.CutPrefix(a, "--config="); ok {
			path, named = v, true
		} else if a == "--config" && i+1 < len(args) {
			path, named = args[i+1], true
		}
	}
	if path == "" {
		path = defaultConfig
	}
	var values map[string]any
	var problem error
	b, err := os.ReadFile(path)
	switch {
	case err == nil:
		if problem = toml.Unmarshal(b, &values); problem != nil {
			problem = fmt.Errorf("%s: %w", path, problem)
		}
	case named || !errors.Is(err, fs.ErrNotExist):
		problem = err
	}
	return &resolver{path: path, values: values, problem: problem}
}

type resolver struct {
	path    string
	values  map[string]any
	problem error
}

// Validate refuses keys that no flag has: a setting with a slip of the pen must not look as if it held.
func (r *resolver) Validate(app *kong.Application) error {
	if r.problem != nil {
		return r.problem
	}
	known := map[string]bool{}
	var walk func(n *kong.Node)
	walk = func(n *kong.Node) {
		for _, f := range n.Flags {
			known[f.Name] = true
		}
		for _, c := range n.Children {
			walk(c)
		}
	}
	walk(app.Node)
	for key := range r.values {
		if !known[strings.ReplaceAll(key, "_", "-")] {
			return fmt.Errorf("%s: unknown setting %q", r.path, key)
		}
	}
	return nil
}

// Resolve gives the file's value for a flag that neither the command line nor the environment sets.
func (r *resolver) Resolve(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
	for _, env := range flag.Envs {
		if _, set := os.LookupEnv(env); set {
			return nil, nil
		}
	}
	for _, key := range []string{flag.Name, strings.ReplaceAll(flag.Name, "-", "_")} {
		if v, ok := r.values[key]; ok {
			if list, ok := v.([]any); ok {
				parts := make([]string, len(list))
				for i, x := range list {
					parts[i] = fmt.Sprint(x)
				}
				return strings.Join(parts, ","), nil
			}
			return v, nil
		}
	}
	return nil, nil
}

// configCmd shows what holds and where it comes from.
type configCmd struct {
	Show configShowCmd `cmd:"" help:"${config_show}"`
}

type configShowCmd struct{}

func (cmd *configShowCmd) Run(a *app) error {
	file := fileResolver(a.args).(*resolver)
	for _, of := range []reflect.Type{reflect.TypeFor[config](), reflect.TypeFor[neo4jConfig](), reflect.TypeFor[serveCmd]()} {
		for _, f := range reflect.VisibleFields(of) {
			name, env := f.Tag.Get("name"), f.Tag.Get("env")
			if name == "" || env == "" {
				continue
			}
			value, from := f.Tag.Get("default"), "default"
			for _, key := range []string{name, strings.ReplaceAll(name, "-", "_")} {
				if v, ok := file.values[key]; ok {
					value, from = fmt.Sprint(v), file.path
				}
			}
			if v, ok := os.LookupEnv(env); ok {
				value, from = v, env
			}
			for i, arg := range a.args {
				if v, ok := strings.CutPrefix(arg, "--"+name+"="); ok {
					value, from = v, "--"+name
				} else if arg == "--"+name && i+1 < len(a.args) {
					value, from = a.args[i+1], "--"+name
				}
			}
			switch {
			case name == "store" && value == "":
				value = a.config.storeName()
			case name == "neo4j-password" && value != "":
				value = "***"
			}
			if _, err := fmt.Fprintf(a.stdout, "%-20s %-32s %s\n", name, value, from); err != nil {
				return err
			}
		}
	}
	return nil
}
