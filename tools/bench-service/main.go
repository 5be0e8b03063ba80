// Command bench-service measures the true program: how long it takes to say its help and to answer first, what it holds in memory idle and
// after 1,000 requests, and how long readers and editors wait who work at the same time (safety.md, L1). "make bench-service" runs it.
package main

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

func main() {
	program := flag.String("program", "bin/miteinander", "the built program")
	networks := flag.Int("networks", 10, "of 2,000 nodes and 8,000 ties each")
	readers := flag.Int("readers", 50, "who ask for a page, read it for about a second, ask for the next")
	editors := flag.Int("editors", 10, "who set a level about every second")
	length := flag.Duration("for", time.Minute, "how long they work")
	rows := flag.Int("import", 0, "measure the import of so many rows instead")
	places := flag.Bool("positions", false, "measure first positions of 500, 2,000 and 5,000 institutions instead")
	keep := flag.String("keep", "", "with -positions: a folder for the answers")
	slow := flag.Int("slowest", 0, "how many of the longest waits to list")
	flag.Parse()
	dir, err := os.MkdirTemp("", "bench-service-")
	if err == nil {
		*program, err = filepath.Abs(*program)
		switch {
		case err != nil:
		case *rows > 0:
			err = benchImport(*program, dir, *rows)
		case *places:
			err = benchPositions(*program, dir, *keep)
		default:
			err = run(*program, dir, *networks, *readers, *editors, *length, *slow)
		}
		_ = os.RemoveAll(dir)
	}
	if b, e := os.ReadFile("/proc/loadavg"); e == nil {
		fmt.Printf("\nload of the machine at the end: %s\n", strings.Fields(string(b))[0])
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(program, dir string, networks, readers, editors int, length time.Duration, slow int) error {
	fmt.Println("| | value |\n|---|---|")
	help := time.Duration(1 << 62)
	for range 5 {
		began := time.Now()
		if err := exec.Command(program, "--help").Run(); err != nil {
			return err
		}
		help = min(help, time.Since(began))
	}
	fmt.Printf("| `miteinander --help`, best of 5 | %d ms |\n", help.Milliseconds())

	first, demo := time.Duration(1<<62), (*service)(nil)
	for range 3 {
		if demo != nil {
			demo.stop()
		}
		began := time.Now()
		var err error
		if demo, err = start(program, dir, "--demo"); err != nil {
			return err
		}
		if _, err := demo.get("/networks/beispiel/overview"); err != nil {
			return err
		}
		first = min(first, time.Since(began))
	}
	fmt.Printf("| `serve --demo` to the first answer (overview), best of 3 | %d ms |\n", first.Milliseconds())
	time.Sleep(2 * time.Second)
	fmt.Printf("| resident memory idle | %d MB |\n", demo.resident())
	pages := pagesOf("beispiel")
	for i := range 1000 {
		if _, err := demo.get(pages[i%len(pages)]); err != nil {
			return err
		}
	}
	fmt.Printf("| resident memory after 1,000 requests | %d MB |\n", demo.resident())
	demo.stop()

	store := "sqlite:" + filepath.Join(dir, "load.db")
	for n := range networks {
		folder := filepath.Join(dir, fmt.Sprintf("netz%d", n))
		if err := write(folder, uint64(n), institutions, ties); err != nil {
			return err
		}
		if out, err := exec.Command(program, "import", folder, "--store", store).CombinedOutput(); err != nil {
			return fmt.Errorf("import: %w: %s", err, out)
		}
	}
	s, err := start(program, dir, "--store", store)
	if err != nil {
		return err
	}
	defer s.stop()
	read, edit := load(s, networks, readers, editors, length)
	fmt.Println()
	read.print()
	edit.print()
	if slow > 0 {
		slowest(slow, read, edit)
	}
	fmt.Printf("\nresident memory after that: %d MB\n", s.resident())
	own, _ := s.seconds()
	fmt.Printf("core seconds of the service: %.1f\n", own)
	return nil
}
