// Package worker runs work that must not run in our own process in a child process: one job per child, input on
// stdin, the result on stdout, and then the child is gone.
//
// It exists for two kinds of code. Graphviz keeps one global module, ignores cancellation, never gives memory back
// and on some inputs never returns. Parsers of foreign files can be made to ask for more memory than the machine
// has. Neither can be stopped by anything but the end of a process.
//
// The parent holds a [Pool] and calls [Pool.Run]. The child calls [Confine] before it reads its input. The package
// knows nothing of what is computed and imports the standard library only.
package worker
