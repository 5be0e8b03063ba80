//go:build unix

package neo4jtest

import "syscall"

// ownGroup keeps signals of the terminal from the server.
func ownGroup() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }
