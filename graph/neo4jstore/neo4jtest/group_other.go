//go:build !unix

package neo4jtest

import "syscall"

// ownGroup changes nothing here: what ends the program ends the server too, and its database recovers at the next start.
func ownGroup() *syscall.SysProcAttr { return nil }
