// Package deploy checks Dockerfile and docker-compose.yml by reading them: building them is left to a machine that has Docker.
package deploy

import (
	"encoding/json"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const root = "../.."

type instruction struct{ name, rest string }

// flag is the value of --name=value before the arguments, "" where it is not set.
func (i instruction) flag(name string) string {
	for _, word := range strings.Fields(i.rest) {
		if v, ok := strings.CutPrefix(word, "--"+name+"="); ok {
			return v
		}
	}
	return ""
}

// arguments are the words without flags.
func (i instruction) arguments() []string {
	return slices.DeleteFunc(strings.Fields(i.rest), func(w string) bool { return strings.HasPrefix(w, "--") })
}

type stage struct {
	name, image  string
	instructions []instruction
}

func (s stage) find(name string) []instruction {
	var out []instruction
	for _, i := range s.instructions {
		if i.name == name {
			out = append(out, i)
		}
	}
	return out
}

// last is the instruction that holds: a later one of the same name replaces an earlier one.
func (s stage) last(t *testing.T, name string) instruction {
	t.Helper()
	all := s.find(name)
	if len(all) == 0 {
		t.Fatalf("the last stage has no %s", name)
	}
	return all[len(all)-1]
}

// env is what ENV sets, read as name=value words without blanks in the value.
func (s stage) env() map[string]string {
	out := map[string]string{}
	for _, i := range s.find("ENV") {
		for _, word := range strings.Fields(i.rest) {
			name, value, _ := strings.Cut(word, "=")
			out[name] = strings.Trim(value, `"`)
		}
	}
	return out
}

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func stages(t *testing.T) []stage {
	t.Helper()
	text := strings.ReplaceAll(read(t, "Dockerfile"), "\\\n", " ")
	var out []stage
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		name, rest, _ := strings.Cut(line, " ")
		rest = strings.TrimSpace(rest)
		if name == "FROM" {
			image, as, _ := strings.Cut(rest, " AS ")
			out = append(out, stage{name: as, image: image})
			continue
		}
		if len(out) == 0 {
			t.Fatalf("%s before the first FROM", name)
		}
		s := &out[len(out)-1]
		s.instructions = append(s.instructions, instruction{name, rest})
	}
	return out
}

func TestDockerfile_Stages(t *testing.T) {
	all := stages(t)
	var names []string
	for _, s := range all {
		names = append(names, s.name)
	}
	if want := []string{"pages", "programs", ""}; !slices.Equal(names, want) {
		t.Fatalf("stages %q, want %q", names, want)
	}
	var pack struct {
		Engines struct{ Node string }
	}
	if err := json.Unmarshal([]byte(read(t, "frontend/package.json")), &pack); err != nil {
		t.Fatal(err)
	}
	if major := regexp.MustCompile(`\d+`).FindString(pack.Engines.Node); !strings.HasPrefix(all[0].image, "node:"+major+"-") {
		t.Errorf("pages are built on %s, package.json wants Node %s", all[0].image, pack.Engines.Node)
	}
	minor := regexp.MustCompile(`(?m)^go (\d+\.\d+)`).FindStringSubmatch(read(t, "go.mod"))
	if minor == nil || !strings.HasPrefix(all[1].image, "golang:"+minor[1]+"-") {
		t.Errorf("programs are built on %s, go.mod says go %s", all[1].image, minor)
	}
	if image := all[2].image; !strings.Contains(image, "distroless/static") || !strings.HasSuffix(image, ":nonroot") {
		t.Errorf("the image is made on %s, want distroless static nonroot", image)
	}
}

func TestDockerfile_Image(t *testing.T) {
	all := stages(t)
	image := all[2]
	if run := image.find("RUN"); len(run) > 0 {
		t.Errorf("the last stage runs %q: there is no shell in it", run[0].rest)
	}
	if user := image.last(t, "USER").rest; user != "65532:65532" {
		t.Errorf("user %s, want the unprivileged 65532:65532 as numbers", user)
	}
	if port := image.last(t, "EXPOSE").rest; port != "8080" {
		t.Errorf("port %s, want 8080", port)
	}
	if env := image.env(); env["MITEINANDER_ADDRESS"] != "0.0.0.0:8080" {
		t.Errorf("the program listens on %q, the image exposes 8080", env["MITEINANDER_ADDRESS"])
	}
	volume := image.last(t, "VOLUME").rest
	if store := image.env()["MITEINANDER_STORE"]; !strings.HasPrefix(store, volume+"/") {
		t.Errorf("the store %q is not in the volume %q: it would be lost with the container", store, volume)
	}
	labels := image.last(t, "LABEL").rest
	for _, label := range []string{"title", "description", "licenses", "version", "revision"} {
		if !strings.Contains(labels, "org.opencontainers.image."+label+"=") {
			t.Errorf("label org.opencontainers.image.%s is missing", label)
		}
	}
	programs := installed(image)
	for _, name := range []string{"HEALTHCHECK", "ENTRYPOINT"} {
		rest := image.last(t, name).rest
		var words []string
		if err := json.Unmarshal([]byte(rest[strings.Index(rest, "["):]), &words); err != nil {
			t.Fatalf("%s is not a list of words, so it needs a shell: %s", name, rest)
		}
		if !slices.Contains(programs, words[0]) {
			t.Errorf("%s starts %s, in the image are %q", name, words[0], programs)
		}
		if name == "HEALTHCHECK" && !slices.Equal(words[1:], []string{"healthcheck"}) {
			t.Errorf("health is asked with %q", words[1:])
		}
	}
	if !slices.Contains(programs, "/usr/local/bin/miteinander-draw") {
		t.Error("the drawing program does not lie beside the main one")
	}
}

// installed are the paths of the programs in the image.
func installed(image stage) []string {
	var out []string
	for _, i := range image.find("COPY") {
		words := i.arguments()
		to := words[len(words)-1]
		for _, from := range words[:len(words)-1] {
			if strings.HasSuffix(to, "/") && i.flag("from") != "" {
				out = append(out, to+path.Base(from))
			}
		}
	}
	return out
}

func TestDockerfile_Files(t *testing.T) {
	all := stages(t)
	seen := map[string]bool{}
	for _, s := range all {
		for _, i := range s.find("COPY") {
			words := i.arguments()
			if from := i.flag("from"); from != "" {
				if !seen[from] {
					t.Errorf("COPY from %s, which is no earlier stage", from)
				}
				continue
			}
			for _, source := range words[:len(words)-1] {
				if _, err := os.Stat(filepath.Join(root, source)); err != nil {
					t.Errorf("COPY %s: %v", source, err)
				}
				if source != "." && ignored(t, source) {
					t.Errorf("COPY %s, but .dockerignore leaves it out", source)
				}
			}
		}
		for _, i := range s.find("RUN") {
			for _, dir := range regexp.MustCompile(`\./cmd/[\w-]+`).FindAllString(i.rest, -1) {
				if _, err := os.Stat(filepath.Join(root, dir)); err != nil {
					t.Errorf("RUN builds %s: %v", dir, err)
				}
			}
		}
		seen[s.name] = true
	}
	for _, needed := range []string{"go.mod", "cmd/miteinander", "cmd/miteinander/demo", "graph/words/de", "frontend/embed.go", "queries"} {
		if ignored(t, needed) {
			t.Errorf(".dockerignore leaves out %s, which the build needs", needed)
		}
	}
	for _, secret := range []string{".git", "data", "bin", "frontend/node_modules"} {
		if !ignored(t, secret) {
			t.Errorf(".dockerignore lets %s into the build", secret)
		}
	}
}

// ignored tells what .dockerignore leaves out; later lines win, "!" takes back, a folder takes what lies in it along.
func ignored(t *testing.T, name string) bool {
	t.Helper()
	out := false
	for line := range strings.Lines(read(t, ".dockerignore")) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		pattern, back := strings.CutPrefix(line, "!")
		for part := name; part != "."; part = path.Dir(part) {
			target, p := part, pattern
			if rest, anywhere := strings.CutPrefix(pattern, "**/"); anywhere {
				target, p = path.Base(part), rest
			}
			if ok, err := path.Match(p, target); err != nil {
				t.Fatal(err)
			} else if ok {
				out = !back
			}
		}
	}
	return out
}
