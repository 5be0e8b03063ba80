package main

import (
	"bufio"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
)

// service is a running program.
type service struct {
	cmd    *exec.Cmd
	url    string
	client http.Client
}

func start(program, dir string, args ...string) (*service, error) {
	s := &service{cmd: exec.Command(program, append([]string{"serve", "--address", "127.0.0.1:0"}, args...)...)}
	s.client.Transport = &http.Transport{MaxIdleConnsPerHost: 100}
	s.cmd.Dir = dir
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := s.cmd.Start(); err != nil {
		return nil, err
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	for word := range strings.FieldsSeq(line) {
		if strings.HasPrefix(word, "http://") {
			s.url = strings.TrimSuffix(word, "/") + "/api/v1"
		}
	}
	if s.url == "" {
		s.stop()
		return nil, fmt.Errorf("the program says %q and no address: %v", line, err)
	}
	return s, nil
}

func (s *service) stop() {
	_ = s.cmd.Process.Signal(syscall.SIGTERM)
	_ = s.cmd.Wait()
}

func (s *service) get(path string) ([]byte, error) { return s.ask(http.MethodGet, path, "") }

func (s *service) post(path, body string) error {
	_, err := s.ask(http.MethodPost, path, body)
	return err
}

func (s *service) ask(method, path, body string) ([]byte, error) {
	req, err := http.NewRequest(method, s.url+path, strings.NewReader(body))
	if err != nil {
		return nil, err
	}
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	return s.do(req)
}

func (s *service) do(req *http.Request) ([]byte, error) {
	resp, err := s.client.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err == nil && resp.StatusCode/100 != 2 {
		err = fmt.Errorf("%s %s: %d %s", req.Method, req.URL.Path, resp.StatusCode, b[:min(len(b), 300)])
	}
	return b, err
}

// seconds are the core seconds that the program and its ended children took so far.
func (s *service) seconds() (own, children float64) {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", s.cmd.Process.Pid))
	if err != nil {
		return -1, -1
	}
	const ticks = 100 // a second: USER_HZ of every Linux that Go runs on
	fields := strings.Fields(string(b[strings.LastIndexByte(string(b), ')')+1:]))
	at := func(i int) float64 {
		n, _ := strconv.ParseFloat(fields[i], 64)
		return n / ticks
	}
	return at(11) + at(12), at(13) + at(14)
}

// resident is the program's memory in MB.
func (s *service) resident() int { return residentOf(s.cmd.Process.Pid) }

// residentOf is the memory of a process in MB, -1 where there is none.
func residentOf(pid int) int {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return -1
	}
	for line := range strings.Lines(string(b)) {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			kb, _ := strconv.Atoi(strings.Fields(rest)[0])
			return kb / 1024
		}
	}
	return -1
}
