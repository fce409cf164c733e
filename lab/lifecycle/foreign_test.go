package lifecycle

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"example.com/metrics-lab/lab/host/fake"
	"example.com/metrics-lab/lab/state"
)

// apiServer is one with a node that is ready, and with KEDA in place of the lab's adapter if it says so. Other answers are
// errors.
type apiServer struct {
	registered string // the APIServices
	silent     bool   // it never answers

	mu    sync.Mutex
	asked []string // guarded by mu
}

const keda = `{"metadata":{"name":"v1beta1.external.metrics.k8s.io"},"spec":{"group":"external.metrics.k8s.io","service":{"namespace":"keda","name":"keda-operator-metrics-apiserver"}}}`

const lab = `{"metadata":{"name":"v1beta1.external.metrics.k8s.io"},"spec":{"group":"external.metrics.k8s.io","service":{"namespace":"metrics-lab","name":"metrics-adapter"}}}`

func (s *apiServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	s.asked = append(s.asked, r.Method+" "+r.URL.Path)
	s.mu.Unlock()
	if s.silent {
		<-r.Context().Done()
		return
	}
	w.Header().Set("Content-Type", "application/json")
	switch r.URL.Path {
	case "/apis/apiregistration.k8s.io/v1/apiservices":
		_, _ = io.WriteString(w, `{"kind":"APIServiceList","apiVersion":"apiregistration.k8s.io/v1","items":[`+s.registered+`]}`)
	case "/api/v1/namespaces/default/serviceaccounts/default":
		_, _ = io.WriteString(w, `{"kind":"ServiceAccount","apiVersion":"v1"}`)
	case "/api/v1/nodes":
		_, _ = io.WriteString(w, `{"kind":"NodeList","apiVersion":"v1","items":[{"status":{"conditions":[{"type":"Ready","status":"True"}]}}]}`)
	default:
		w.WriteHeader(http.StatusTeapot)
	}
}

// writes are the requests that were to change something.
func (s *apiServer) writes() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var found []string
	for _, request := range s.asked {
		if !strings.HasPrefix(request, "GET ") {
			found = append(found, request)
		}
	}
	return found
}

// saveKindLab makes the files of a lab on kind whose API server this is, and a Docker with its node.
func (s *apiServer) saveKindLab(t *testing.T, name string) state.Folder {
	t.Helper()
	fake.OnPath(t, "docker", `case "$1" in ps) echo x-control-plane;; *) exit 1;; esac`)
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	l := saveLab(t, name, state.Record{Cluster: Kind, Complete: true, Root: "/checkout", Code: "code"})
	writeKubeconfig(t, l.Path("kind.kubeconfig"), server.URL)
	return l
}

func writeKubeconfig(t *testing.T, file, server string) {
	t.Helper()
	config := "{apiVersion: v1, kind: Config, current-context: a, contexts: [{name: a, context: {cluster: a}}], clusters: [{name: a, cluster: {server: '" + server + "'}}]}"
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestForeignAdapterIsLeftAlone: who would change the cluster refuses before it writes anything, there or in the record.
func TestForeignAdapterIsLeftAlone(t *testing.T) {
	root, err := FindRoot()
	if err != nil {
		t.Fatal(err)
	}
	const is = "v1beta1.external.metrics.k8s.io is served by keda/keda-operator-metrics-apiserver, not by the lab's adapter: "
	const repair = is + "nothing was changed. Remove that adapter, or only its registration " +
		"(`kubectl --context kind-shared delete apiservice v1beta1.external.metrics.k8s.io`), and then `make up NAME=shared`; or make another lab (`make up NAME=other`)"
	for _, row := range []struct {
		name string
		do   func(t *testing.T) error
		want string
	}{
		{"up", func(t *testing.T) error {
			_, err := Up(t.Context(), Options{Name: "shared", Cluster: Auto, Root: root}, quiet(t))
			return err
		}, repair},
		{"dev deploy", func(t *testing.T) error {
			d, err := Develop("shared", root, false, quiet(t))
			if err != nil {
				return err
			}
			return d.Deploy(t.Context(), quiet(t), io.Discard)
		}, repair},
		{"down", func(t *testing.T) error {
			_, err := Down(t.Context(), "shared", quiet(t))
			return err
		}, is + "that adapter would go with the cluster, so nothing was changed. `make down NAME=shared FORCE=1` removes the lab all the same"},
	} {
		t.Run(row.name, func(t *testing.T) {
			home := inHome(t)
			writeKubeconfig(t, filepath.Join(home, "kubeconfig"), "https://of.another") // its current context is not the lab's
			server := &apiServer{registered: keda}
			l := server.saveKindLab(t, "shared")
			before := contents(t, l)
			if err := row.do(t); !errors.Is(err, ErrForeign) || err.Error() != row.want {
				t.Errorf("got %v, want %q", err, row.want)
			}
			if after := contents(t, l); after != before {
				t.Errorf("the record was %s and is %s", before, after)
			}
			if writes := server.writes(); len(writes) > 0 {
				t.Errorf("it has changed the cluster: %v", writes)
			}
		})
	}
}

func contents(t *testing.T, l state.Folder) string {
	t.Helper()
	data, err := os.ReadFile(l.Path("lab.json"))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// TestDownOfAnyCluster: what does not say that another adapter is in it is removed, and soon.
func TestDownOfAnyCluster(t *testing.T) {
	for _, row := range []struct {
		name   string
		server *apiServer // nil: nothing listens
		remove bool       // in place of down
		within time.Duration
	}{
		{"with the lab's adapter", &apiServer{registered: lab}, false, foreignTimeout},
		{"that has stopped", nil, false, foreignTimeout},
		{"that hangs", &apiServer{silent: true}, false, 2 * foreignTimeout},
		{"that hangs, not asked", &apiServer{silent: true}, true, foreignTimeout},
		{"with another adapter, not asked", &apiServer{registered: keda}, true, foreignTimeout},
	} {
		t.Run(row.name, func(t *testing.T) {
			inHome(t)
			l := saveLab(t, "any", state.Record{Cluster: Embedded, Complete: true})
			server := httptest.NewServer(row.server)
			if row.server == nil {
				server.Close()
			}
			t.Cleanup(server.CloseClientConnections)
			writeKubeconfig(t, l.Path(".kwok", "clusters", "any", "kubeconfig.yaml"), server.URL)
			do := Down
			if row.remove {
				do = Remove
			}
			begun := time.Now()
			if existed, err := do(t.Context(), "any", quiet(t)); err != nil || !existed {
				t.Errorf("got %t, %v", existed, err)
			}
			if took := time.Since(begun); took > row.within {
				t.Errorf("it took %s", took)
			}
			if _, err := os.Stat(l.Dir); !errors.Is(err, os.ErrNotExist) {
				t.Errorf("the folder is still there: %v", err)
			}
		})
	}
}
