package leak

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// crash is a file that ends the adapter, and silence one that has it do nothing.
const (
	crash = `package main
import ("fmt"; "os")
func init() { fmt.Fprintln(os.Stderr, "metrics-adapter: told to crash"); os.Exit(1) }
`
	silence = `package main
import "time"
func init() { time.Sleep(time.Hour) }
`
)

// setups are the ways in which a lab cannot be made.
var setups = []struct {
	name string
	on   []string
	// place prepares what is wrong.
	place func(*testing.T, *place)
	args  []string
	// says is what the error says, and logs are those that explain it; none if
	// there was nothing to explain it with.
	says string
	logs []string
}{
	{name: "not in a checkout", on: both, says: "is not in a checkout", place: func(t *testing.T, p *place) {
		p.checkout = p.path("nowhere")
		p.mkdir(t, p.path("nowhere", "e2e"))
		p.withCache(t)
	}},
	{name: "no cache", on: both, says: "the cache folder cannot be written", place: func(t *testing.T, p *place) {
		p.cache = p.path("cache")
		p.write(t, p.cache, "a file where the folder would be")
	}},
	{name: "no room for programs", on: embedded, says: "the cache folder cannot be written", logs: none, place: func(t *testing.T, p *place) {
		p.withCache(t)
		p.replace(t, "cache/metrics-lab/programs", "a file where the folder would be")
	}},
	{name: "no room for labs", on: embedded, says: "make the lab's folder", logs: none, place: func(t *testing.T, p *place) {
		p.withHome(t)
		if err := os.Symlink(p.path("not", "mounted"), p.path("home", ".metrics-lab")); err != nil {
			t.Fatal(err)
		}
	}},
	{name: "etcd ends", on: embedded, says: "etcd", logs: []string{"kwokctl.log", "etcd.log"}, place: func(t *testing.T, p *place) {
		p.withProgram(t, "etcd")
	}},
	{name: "kube-apiserver ends", on: embedded, says: "kube-apiserver ended: told to end", logs: []string{"etcd.log", "kube-apiserver.log"}, place: func(t *testing.T, p *place) {
		p.withProgram(t, "kube-apiserver")
	}},
	{name: "kube-controller-manager ends", on: embedded, says: "kube-controller-manager ended: told to end", logs: []string{"etcd.log", "kube-controller-manager.log"}, place: func(t *testing.T, p *place) {
		p.withProgram(t, "kube-controller-manager")
	}},
	{name: "adapter does not compile", on: embedded, says: "compile the adapter: ", logs: []string{"kube-apiserver.log"}, place: func(t *testing.T, p *place) {
		p.withCheckout(t, map[string]string{"adapter/broken.go": "package main\nfunc {"})
	}},
	{name: "adapter ends", on: embedded, says: "told to crash", logs: []string{"kube-apiserver.log", "metrics-adapter.log"}, place: func(t *testing.T, p *place) {
		p.withCheckout(t, map[string]string{"adapter/broken.go": crash})
	}},
	{name: "adapter is never ready", on: embedded, says: "wait for the adapter to be ready: not within", logs: []string{"kube-apiserver.log", "metrics-adapter.log"}, place: func(t *testing.T, p *place) {
		p.withCheckout(t, map[string]string{"adapter/broken.go": silence})
	}},
	{name: "manifests are not YAML", on: embedded, says: "build manifests/overlays/embedded: ", logs: []string{"kube-apiserver.log"}, place: func(t *testing.T, p *place) {
		p.withCheckout(t, map[string]string{"manifests/base/namespace.yaml": "a: b: c"})
	}},
	{name: "an APIService is refused", on: embedded, says: "apply APIService v1beta1.custom.metrics.k8s.io: ", logs: []string{"kube-apiserver.log", "metrics-adapter.log"}, place: func(t *testing.T, p *place) {
		data, err := os.ReadFile(filepath.Join(root, "manifests/base/apiservices.yaml"))
		if err != nil {
			t.Fatal(err)
		}
		refused := strings.Replace(string(data), "groupPriorityMinimum: 100", "groupPriorityMinimum: -1", 1)
		p.withCheckout(t, map[string]string{"manifests/base/apiservices.yaml": refused})
	}},
	{name: "no such node image", on: kind, says: "the node image metrics-lab/none:none is not there and cannot be pulled", logs: none, args: []string{"-image=metrics-lab/none:none"}, place: func(t *testing.T, p *place) {
		p.withCache(t)
	}},
	{name: "no image of the adapter", on: kind, says: "build the adapter's image: ", logs: []string{"*-control-plane/journal.log"}, place: func(t *testing.T, p *place) {
		p.withCheckout(t, map[string]string{"adapter/Dockerfile": "FROM scratch\nCOPY nothing /\n", "adapter/broken.go": crash}) // whose image is not there yet
	}},
}

// none is for what fails before there are logs.
var none = []string{}

// TestSetups: whatever keeps a lab from being made, one line says it, and
// nothing is left but what explains it.
func TestSetups(t *testing.T) {
	t.Parallel()
	for _, row := range setups {
		if !slices.Contains(row.on, *cluster) {
			continue
		}
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			p := newPlace(t)
			row.place(t, p)
			before := p.look(t.Context(), t)
			r := p.start(t, nil, row.args...)
			if exit := r.end(t, madeTimeout); exit != "exit status 1" {
				t.Errorf("it ended with %s", exit)
			}
			p.nothingLeft(t, before, r.lab())
			r.saysError(t, row.says)
			if strings.Contains(r.said(t), filepath.Join("failed", r.lab())) {
				t.Error("it names a folder of logs that has gone")
			}
			named := artifactsLine.FindStringSubmatch(r.said(t))
			switch {
			case row.logs == nil && named != nil:
				t.Errorf("there is nothing to explain, and it names %s", named[1])
			case row.logs == nil:
			case named == nil:
				t.Error("it does not name the artifacts")
			default:
				explained(t, named[1], noTest, row.logs...)
			}
		})
	}
}

var (
	artifactsLine = regexp.MustCompile(`(?m)^What explains the failure is in (.*): begin with its README.md$`)
	errorLine     = regexp.MustCompile(`(?m)^error: .*$`)
)

// saysError sees that the run says one error, and what it is to say.
func (r *running) saysError(t *testing.T, want string) {
	t.Helper()
	errors := errorLine.FindAllString(r.said(t), -1)
	if len(errors) != 1 || !strings.Contains(errors[0], want) {
		t.Errorf("got %q, want one error that says %q", errors, want)
	}
}
