// Command miteinander explores the network of a German Präventionskette: who works with whom, who turns to the same children
// without knowing of each other, and what hangs on a single tie. It is the service (serve) and the same answers on the command
// line. JSON goes to stdout alone, progress and errors to stderr; exit code 0 whatever was found, 1 for bad input or failure,
// 2 for wrong usage.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"

	"miteinander/graph"
	"miteinander/graph/words"
)

// version is set by the linker.
var version = "unversioned"

// Exit codes.
const (
	exitOK     = 0
	exitFailed = 1
	exitUsage  = 2
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// commands is the command line: one struct per subcommand, each in its own file.
type commands struct {
	config

	Serve       serveCmd       `cmd:"" help:"${serve}"`
	Import      importCmd      `cmd:"" help:"${import}"`
	Send        sendCmd        `cmd:"" help:"${send}"`
	Imports     importsCmd     `cmd:"" help:"${imports}"`
	Duplicates  duplicatesCmd  `cmd:"" help:"${duplicates}"`
	Export      exportCmd      `cmd:"" help:"${export}"`
	Template    templateCmd    `cmd:"" help:"${template}"`
	Analyze     analyzeCmd     `cmd:"" help:"${analyze}"`
	Findings    findingsCmd    `cmd:"" help:"${findings}"`
	Diagram     diagramCmd     `cmd:"" help:"${diagram}"`
	Report      reportCmd      `cmd:"" help:"${report}"`
	Meeting     meetingCmd     `cmd:"" help:"${meeting}"`
	Networks    networksCmd    `cmd:"" help:"${networks}"`
	Copy        copyCmd        `cmd:"" help:"${copy}"`
	Undo        undoCmd        `cmd:"" help:"${undo}"`
	Version     versionCmd     `cmd:"" help:"${version}"`
	Healthcheck healthcheckCmd `cmd:"" help:"${healthcheck}"`
	OpenAPI     openAPICmd     `cmd:"" name:"openapi" help:"${openapi}"`
	ConfigTree  configCmd      `cmd:"" name:"config" help:"${config}"`
	Parse       parseCmd       `cmd:"" hidden:""`
}

// exited carries the exit code of kong's own --help out of its parser.
type exited int

func run(ctx context.Context, args []string, stdout, stderr io.Writer) (code int) {
	lang := languageOf(args)
	var c commands
	parser, err := kong.New(&c,
		kong.Name("miteinander"),
		kong.Description(words.Text(lang, "cli.about")),
		helpTexts(lang),
		kong.Writers(stdout, stderr),
		kong.Exit(func(code int) { panic(exited(code)) }),
		kong.Resolvers(fileResolver(args)),
		kong.ExplicitGroups([]kong.Group{{Key: "filter", Title: words.Text(lang, "cli.group.filter")}}),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
	)
	if err != nil {
		panic(err) // the grammar above is wrong: a test parses it
	}
	defer func() {
		switch v := recover().(type) {
		case nil:
		case exited:
			code = int(v)
		default:
			panic(v)
		}
	}()
	if len(args) == 1 && args[0] == "-h" || len(args) == 0 {
		args = []string{"--help"}
	}
	parsed, err := parser.Parse(args)
	if err != nil {
		fmt.Fprintln(stderr, words.Text(lang, "cli.failed", err.Error()))
		fmt.Fprintln(stderr, words.Text(lang, "cli.see_help"))
		return exitUsage
	}
	a := &app{ctx: ctx, args: args, config: c.config, stdout: stdout, stderr: stderr}
	if err := parsed.Run(a); err != nil {
		return a.failed(err)
	}
	return exitOK
}

// helpTexts gives kong the words of every ${…} in the grammar.
func helpTexts(lang string) kong.Vars {
	vars := kong.Vars{}
	for _, key := range words.Keys() {
		if name, ok := strings.CutPrefix(key, "cli.help."); ok {
			vars[name] = words.Text(lang, key)
		}
	}
	return vars
}

// usage is an error of how the program was called, found after parsing.
type usage struct{ err error }

func (u usage) Error() string { return u.err.Error() }
func (u usage) Unwrap() error { return u.err }

// failed writes an error for people and gives the exit code.
func (a *app) failed(err error) int {
	var code exitCode
	if errors.As(err, &code) {
		return int(code)
	}
	lang := a.config.Lang
	text := words.Error(lang, err)
	var e *graph.Error
	if !errors.As(err, &e) {
		text = err.Error() // of the operating system: a path, a port
	}
	fmt.Fprintln(a.stderr, words.Text(lang, "cli.failed", text))
	if e != nil {
		const shown = 20
		for i, f := range e.Fields {
			if i == shown {
				fmt.Fprintln(a.stderr, words.Text(lang, "cli.more", len(e.Fields)-shown))
				break
			}
			line := words.FieldError(lang, f)
			if place := words.Place(lang, f); place != "" {
				line = words.Text(lang, "cli.place", place, line)
			}
			fmt.Fprintln(a.stderr, "  "+line)
		}
		if e.Err != nil && (e.Code == graph.Internal || e.Code == graph.Unavailable) {
			fmt.Fprintln(a.stderr, "  "+e.Err.Error())
		}
	}
	var u usage
	if errors.As(err, &u) {
		return exitUsage
	}
	return exitFailed
}

// exitCode ends the program without a further word.
type exitCode int

func (e exitCode) Error() string { return fmt.Sprintf("exit %d", int(e)) }
