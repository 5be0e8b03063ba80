package deploy

import (
	"bytes"
	"encoding/json"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/goccy/go-yaml"
)

type compose struct {
	Services map[string]service        `yaml:"services"`
	Volumes  map[string]map[string]any `yaml:"volumes"`
}

type service struct {
	Build struct {
		Context string `yaml:"context"`
	} `yaml:"build"`
	Image       string            `yaml:"image"`
	Ports       []string          `yaml:"ports"`
	Environment map[string]string `yaml:"environment"`
	Volumes     []string          `yaml:"volumes"`
	ReadOnly    bool              `yaml:"read_only"`
	Tmpfs       []string          `yaml:"tmpfs"`
	CapDrop     []string          `yaml:"cap_drop"`
	SecurityOpt []string          `yaml:"security_opt"`
	Privileged  bool              `yaml:"privileged"`
	Network     string            `yaml:"network_mode"`
	Pids        int               `yaml:"pids_limit"`
	Memory      string            `yaml:"mem_limit"`
	Profiles    []string          `yaml:"profiles"`
	Secrets     []string          `yaml:"secrets"`
	Health      struct {
		Test []string `yaml:"test"`
	} `yaml:"healthcheck"`
	DependsOn map[string]struct {
		Condition string `yaml:"condition"`
	} `yaml:"depends_on"`
}

func composed(t *testing.T) compose {
	t.Helper()
	var c compose
	if err := yaml.Unmarshal([]byte(read(t, "docker-compose.yml")), &c); err != nil {
		t.Fatal(err)
	}
	return c
}

// Without a profile one service starts: the program on SQLite, reachable from this machine only.
func TestCompose_App(t *testing.T) {
	c := composed(t)
	app, ok := c.Services["app"]
	if !ok {
		t.Fatal("no service app")
	}
	if _, err := os.Stat(filepath.Join(root, app.Build.Context, "Dockerfile")); err != nil {
		t.Errorf("build: %v", err)
	}
	image := stages(t)[2]
	if want := []string{"127.0.0.1:8080:" + image.last(t, "EXPOSE").rest}; !slices.Equal(app.Ports, want) {
		t.Errorf("ports %q, want %q: Docker opens a published port past the firewall of the host", app.Ports, want)
	}
	volume := image.last(t, "VOLUME").rest
	if want := []string{"data:" + volume}; !slices.Equal(app.Volumes, want) {
		t.Errorf("volumes %q, want %q", app.Volumes, want)
	}
	if _, named := c.Volumes["data"]; !named {
		t.Error("the volume data is not declared")
	}
	if store := app.Environment["MITEINANDER_STORE"]; !strings.HasPrefix(store, volume+"/") {
		t.Errorf("the store %q is not in the volume", store)
	}
	if !app.ReadOnly || app.Privileged || app.Network != "" {
		t.Errorf("read only %t, privileged %t, network %q", app.ReadOnly, app.Privileged, app.Network)
	}
	if !slices.Equal(app.CapDrop, []string{"ALL"}) || !slices.Contains(app.SecurityOpt, "no-new-privileges:true") {
		t.Errorf("rights: cap_drop %q, security_opt %q", app.CapDrop, app.SecurityOpt)
	}
	user, _, _ := strings.Cut(image.last(t, "USER").rest, ":")
	if len(app.Tmpfs) != 1 || !strings.HasPrefix(app.Tmpfs[0], "/tmp:") || !strings.Contains(app.Tmpfs[0], "mode=0700") || !strings.Contains(app.Tmpfs[0], "uid="+user) {
		t.Errorf("tmpfs %q: want /tmp for user %s alone", app.Tmpfs, user)
	}
	if app.Pids == 0 || app.Memory == "" {
		t.Errorf("limits: pids %d, memory %q", app.Pids, app.Memory)
	}
}

// With the profile the same program runs on Neo4j Community: it waits for the database, publishes no Bolt port, and shares nothing
// with the service on SQLite.
func TestCompose_Neo4j(t *testing.T) {
	c := composed(t)
	db, app := c.Services["neo4j"], c.Services["app-neo4j"]
	for name, s := range c.Services {
		if profiled := slices.Equal(s.Profiles, []string{"neo4j"}); profiled != (name != "app") {
			t.Errorf("%s has the profiles %q", name, s.Profiles)
		}
	}
	if !strings.HasPrefix(db.Image, "neo4j:5.26") || !strings.HasSuffix(db.Image, "community") {
		t.Errorf("image %q: want the Community Edition of the line that the tests run on", db.Image)
	}
	if len(db.Ports) > 0 {
		t.Errorf("Bolt is published: %q", db.Ports)
	}
	if !slices.Equal(db.Volumes, []string{"neo4j:/data"}) {
		t.Errorf("volumes %q", db.Volumes)
	}
	if _, named := c.Volumes["neo4j"]; !named {
		t.Error("the volume neo4j is not declared")
	}
	if len(db.Health.Test) == 0 || app.DependsOn["neo4j"].Condition != "service_healthy" {
		t.Errorf("health %q, depends on %v", db.Health.Test, app.DependsOn)
	}
	if store := app.Environment["MITEINANDER_STORE"]; store != "neo4j://neo4j:7687" {
		t.Errorf("store %q", store)
	}
	if len(app.Ports) != 1 || !strings.HasPrefix(app.Ports[0], "127.0.0.1:8081:") {
		t.Errorf("ports %q", app.Ports)
	}
	const secret = "/run/secrets/neo4j_auth"
	if app.Environment["NEO4J_PASSWORD_FILE"] != secret || db.Environment["NEO4J_AUTH_FILE"] != secret {
		t.Error("the two do not read the same secret")
	}
	for name, s := range map[string]service{"neo4j": db, "app-neo4j": app} {
		if !slices.Equal(s.Secrets, []string{"neo4j_auth"}) {
			t.Errorf("%s gets the secrets %q", name, s.Secrets)
		}
		for variable := range s.Environment {
			if variable == "NEO4J_PASSWORD" || variable == "NEO4J_AUTH" {
				t.Errorf("%s has a password in its environment", name)
			}
		}
	}
	if !app.ReadOnly || !slices.Equal(app.CapDrop, []string{"ALL"}) {
		t.Errorf("read only %t, cap_drop %q", app.ReadOnly, app.CapDrop)
	}
}

var ours = regexp.MustCompile(`MITEINANDER_[A-Z0-9_]+`)

// program builds the main program as the image does.
func program(t *testing.T) string {
	t.Helper()
	if testing.Short() {
		t.Skip("builds the program; make test runs it")
	}
	out := filepath.Join(t.TempDir(), "miteinander")
	build := exec.Command("go", "build", "-o", out, "./cmd/miteinander")
	build.Dir = root
	if text, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, text)
	}
	return out
}

// Every variable that the files set is one that the program reads, and the health check is one of its commands: asked of the program.
func TestVariables(t *testing.T) {
	bin := program(t)
	help := func(command string) string {
		out, err := exec.Command(bin, command, "--help").CombinedOutput()
		if err != nil {
			t.Errorf("miteinander %s --help: %v\n%s", command, err, out)
		}
		return string(out)
	}
	known := ours.FindAllString(help("serve"), -1)
	help("healthcheck")
	set := map[string]string{}
	for name := range stages(t)[2].env() {
		set[name] = "Dockerfile"
	}
	for _, service := range []string{"app", "app-neo4j"} {
		for name := range composed(t).Services[service].Environment {
			set[name] = "docker-compose.yml"
		}
	}
	for name, file := range set {
		if ours.MatchString(name) && !slices.Contains(known, name) {
			t.Errorf("%s sets %s, which serve does not read; it reads %q", file, name, known)
		}
	}
}

// What the container runs, without the container: the command with the variables of the compose file, but a port and a folder of this
// machine. It becomes healthy by its own command, keeps the store where it is told to, and ends on SIGTERM with 0.
func TestServes(t *testing.T) {
	bin := program(t)
	image := stages(t)[2]
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	listener.Close()
	data := t.TempDir()
	variables := os.Environ()
	for name, value := range composed(t).Services["app"].Environment {
		value = strings.Replace(value, ":8080", ":"+port, 1)
		value = strings.Replace(value, image.last(t, "VOLUME").rest+"/", data+"/", 1)
		variables = append(variables, name+"="+value)
	}
	var arguments []string
	if err := json.Unmarshal([]byte(image.last(t, "CMD").rest), &arguments); err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	serve := exec.Command(bin, arguments...)
	serve.Env, serve.Dir, serve.Stdout, serve.Stderr = variables, t.TempDir(), &log, &log
	if err := serve.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- serve.Wait() }()
	healthy := false
	for deadline := time.Now().Add(2 * time.Minute); !healthy && time.Now().Before(deadline); time.Sleep(100 * time.Millisecond) {
		check := exec.Command(bin, "healthcheck")
		check.Env = variables
		healthy = check.Run() == nil
	}
	if !healthy {
		t.Error("never healthy")
	}
	if _, err := os.Stat(filepath.Join(data, "app.db")); err != nil {
		t.Errorf("the store is not in the volume: %v", err)
	}
	if left, _ := os.ReadDir(serve.Dir); len(left) > 0 {
		t.Errorf("wrote %s beside the volume: the root of the container is read only", left[0].Name())
	}
	if err := serve.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	select {
	case err := <-ended:
		if err != nil {
			t.Errorf("ended with %v\n%s", err, log.String())
		}
	case <-time.After(2 * time.Minute):
		_ = serve.Process.Kill()
		t.Errorf("still there two minutes after SIGTERM\n%s", log.String())
	}
}
