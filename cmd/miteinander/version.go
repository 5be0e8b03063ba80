package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"time"

	"miteinander/graph"
	"miteinander/server"
)

// versionCmd says which program this is.
type versionCmd struct {
	JSON bool `name:"json" help:"${flag_json}"`
}

func (cmd *versionCmd) Run(a *app) error {
	b := build()
	if cmd.JSON {
		return a.printJSON(b)
	}
	_, err := fmt.Fprintf(a.stdout, "miteinander %s %s %s\n", b.Version, b.Commit, b.Go)
	return err
}

// openAPICmd prints the description of the API. It needs neither store nor network.
type openAPICmd struct{}

func (cmd *openAPICmd) Run(a *app) error {
	b, err := server.OpenAPI(build())
	if err != nil {
		return err
	}
	_, err = a.stdout.Write(b)
	return err
}

// healthcheckCmd asks a running server whether it is ready: the health check of a container without a shell.
type healthcheckCmd struct {
	Address string `name:"address" default:"127.0.0.1:8080" env:"MITEINANDER_ADDRESS" help:"${flag_address}"`
}

func (cmd *healthcheckCmd) Run(a *app) error {
	host, port, err := net.SplitHostPort(cmd.Address)
	if err != nil {
		return usage{err}
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	ctx, cancel := context.WithTimeout(a.ctx, 3*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+net.JoinHostPort(host, port)+"/readyz", nil)
	if err != nil {
		return usage{err}
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return &graph.Error{Code: graph.Unavailable, Key: "cli.no_service", Args: []any{cmd.Address}, Err: err}
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return graph.Errorf(graph.Unavailable, "cli.service_not_ready", cmd.Address, resp.StatusCode)
	}
	return nil
}
