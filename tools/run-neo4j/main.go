// Command run-neo4j starts the Neo4j server of the tests on a folder that stays, runs a program on it, and ends the server with the
// program: run-neo4j FOLDER PROGRAM [ARGUMENT …]. The program finds the server in its environment (MITEINANDER_STORE, NEO4J_USERNAME,
// NEO4J_PASSWORD).
package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"syscall"

	"miteinander/graph/neo4jstore/neo4jtest"
)

func main() {
	code, err := run(os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	os.Exit(code)
}

func run(args []string) (code int, err error) {
	if len(args) < 2 {
		return 2, errors.New("usage: run-neo4j FOLDER PROGRAM [ARGUMENT …]")
	}
	// A Ctrl-C of the terminal reaches the program too, and what ends this one is passed on; either way the server ends last.
	ends := make(chan os.Signal, 8)
	signal.Notify(ends, os.Interrupt, syscall.SIGTERM)
	fmt.Printf("Neo4j starts on %s …\n", args[0])
	server, err := neo4jtest.RunKept(args[0])
	if err != nil {
		return 1, err
	}
	defer func() {
		if e := server.Close(); e != nil && err == nil {
			code, err = 1, fmt.Errorf("end Neo4j: %w", e)
		}
	}()
	fmt.Printf("Neo4j %s at %s, user %s, password %s; its data stay in %s.\n", server.Version, server.URI, neo4jtest.User, neo4jtest.Password, args[0])
	if len(ends) > 0 {
		return 1, nil
	}
	program := exec.Command(args[1], args[2:]...)
	program.Stdin, program.Stdout, program.Stderr = os.Stdin, os.Stdout, os.Stderr
	program.Env = append(os.Environ(), "MITEINANDER_STORE="+server.URI, "NEO4J_USERNAME="+neo4jtest.User, "NEO4J_PASSWORD="+neo4jtest.Password)
	if err := program.Start(); err != nil {
		return 1, err
	}
	ended := make(chan error, 1)
	go func() { ended <- program.Wait() }()
	for {
		select {
		case s := <-ends:
			if s == syscall.SIGTERM {
				_ = program.Process.Signal(s)
			}
		case err := <-ended:
			var exit *exec.ExitError
			if errors.As(err, &exit) {
				return max(exit.ExitCode(), 1), nil
			}
			return 0, err
		}
	}
}
