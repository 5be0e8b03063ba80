package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"miteinander/frontend"
	"miteinander/graph"
	"miteinander/graph/hub"
	"miteinander/graph/words"
	"miteinander/server"
)

// serveCmd runs the service.
type serveCmd struct {
	Address  string   `name:"address" default:"127.0.0.1:8080" env:"MITEINANDER_ADDRESS" help:"${flag_address}"`
	Insecure bool     `name:"insecure" env:"MITEINANDER_INSECURE" help:"${flag_insecure}"`
	Hosts    []string `name:"hosts" env:"MITEINANDER_HOSTS" help:"${flag_hosts}"`
	Temp     string   `name:"temp" placeholder:"DIR" env:"MITEINANDER_TEMP" help:"${flag_temp}"`
	Pages    string   `name:"pages" placeholder:"DIR" type:"existingdir" env:"MITEINANDER_PAGES" help:"${flag_pages}"`
	LogLevel string   `name:"log-level" enum:"debug,info,warn,error" default:"warn" env:"MITEINANDER_LOG_LEVEL" help:"${flag_log_level}"`
	Demo     bool     `name:"demo" xor:"demo" help:"${flag_demo}"`
	AddDemo  bool     `name:"add-demo" xor:"demo" help:"${flag_add_demo}"`
}

// drainTime is how long requests that have begun may take once the program is told to end.
const drainTime = 25 * time.Second

func (cmd *serveCmd) Run(a *app) error {
	host, _, err := net.SplitHostPort(cmd.Address)
	if err != nil {
		return usage{err}
	}
	if ip := net.ParseIP(host); !cmd.Insecure && host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return usage{errors.New(words.Text(a.config.Lang, "cli.public", cmd.Address))}
	}
	var level slog.Level
	if err := level.UnmarshalText([]byte(cmd.LogLevel)); err != nil {
		return usage{err}
	}
	log := slog.New(slog.NewJSONHandler(a.stderr, &slog.HandlerOptions{Level: level}))

	var pages fs.FS
	if cmd.Pages != "" {
		pages = os.DirFS(cmd.Pages)
	}
	st, temp, closeStore, err := cmd.store(a)
	if err != nil {
		return err
	}
	defer closeStore()
	journal := "" // beside the file of the networks; a database elsewhere has no place for it
	if cmd.Demo || !strings.Contains(a.config.storeName(), "://") {
		journal = strings.TrimSuffix(temp, ".temp") + ".imports"
	}
	if cmd.Temp != "" {
		temp = cmd.Temp
	}
	h := hub.New(st, now)
	if cmd.Demo || cmd.AddDemo {
		if err := addDemo(a.ctx, h); err != nil {
			return err
		}
	}
	files, err := newReader(filepath.Join(temp, "worker"))
	if err != nil {
		return err
	}
	srv, err := server.New(server.Deps{Hub: h, Demo: demoRecords, Drawer: a.drawer(), Parse: files.Parse, Mark: files.Mark, Assets: frontend.Files(), Temp: temp, Journal: journal,
		Pages: pages, Hosts: cmd.Hosts, Now: now, NewID: newID, Log: log, Build: build()})
	if err != nil {
		return err
	}
	defer srv.Close()
	keeping, done := context.WithCancel(context.WithoutCancel(a.ctx))
	var kept sync.WaitGroup
	kept.Go(func() { srv.KeepLayouts(keeping) })
	defer kept.Wait() // after the last request, before the store is closed
	defer done()
	listener, err := net.Listen("tcp", cmd.Address)
	if err != nil {
		return err
	}
	web := srv.HTTP()
	served := make(chan error, 1)
	go func() { served <- web.Serve(server.Limit(listener, server.MaxConnections)) }()
	fmt.Fprintln(a.stdout, words.Text(a.config.Lang, "cli.listening", cmd.url(listener.Addr())))

	select {
	case err := <-served:
		return err
	case <-a.ctx.Done():
	}
	fmt.Fprintln(a.stderr, words.Text(a.config.Lang, "cli.stopping"))
	srv.Drain()
	ctx, cancel := context.WithTimeout(context.WithoutCancel(a.ctx), drainTime)
	defer cancel()
	if err := web.Shutdown(ctx); err != nil {
		_ = web.Close()
		return err
	}
	if err := <-served; !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// url is where a browser on this machine finds the service.
func (cmd *serveCmd) url(addr net.Addr) string {
	host, port, err := net.SplitHostPort(addr.String())
	if err != nil {
		return addr.String()
	}
	if ip := net.ParseIP(host); ip == nil || ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	return "http://" + net.JoinHostPort(host, port) + "/"
}

// store opens the store and names the folder for uploads. With a file that is one beside it, whose lock says that no other server
// uses it, so that what a killed one left can be swept; with a database elsewhere it is a new one. The example has a folder of its own
// that goes with the program: trying things out touches nothing else.
func (cmd *serveCmd) store(a *app) (graph.Store, string, func(), error) {
	if !cmd.Demo {
		st, err := a.openStore(false)
		if err != nil {
			return nil, "", nil, err
		}
		name := a.config.storeName()
		temp := filepath.Clean(strings.TrimPrefix(name, "sqlite:")) + ".temp"
		if strings.Contains(name, "://") {
			if temp, err = os.MkdirTemp("", "miteinander-"); err != nil {
				_ = st.Close()
				return nil, "", nil, err
			}
		}
		return st, temp, func() { _ = st.Close(); _ = os.RemoveAll(temp) }, nil
	}
	dir, err := os.MkdirTemp("", "miteinander-demo-")
	if err != nil {
		return nil, "", nil, err
	}
	st, err := openSQLite(a.ctx, filepath.Join(dir, "demo.db"), false)
	if err != nil {
		_ = os.RemoveAll(dir)
		return nil, "", nil, err
	}
	return st, filepath.Join(dir, "temp"), func() { _ = st.Close(); _ = os.RemoveAll(dir) }, nil
}
