package leak

import (
	"os"
	"path/filepath"
	"testing"

	"k8s.io/client-go/tools/clientcmd"

	"example.com/metrics-lab/lab/state"
)

// kubeconfig is that of a user. The comment is lost when it is written anew.
const kubeconfig = `# mine
apiVersion: v1
kind: Config
current-context: mine
clusters: [{name: mine, cluster: {server: "https://127.0.0.1:1"}}]
contexts: [{name: mine, context: {cluster: mine, user: me}}]
users: [{name: me, user: {}}]
`

// place is where a run is: the folders that are its own, so that they can be
// compared name by name. The others it has in common with all that is on the
// machine, and what is looked for there is the name of its lab.
type place struct {
	dir      string // of all of it
	checkout string // the folder that the run is started in is e2e in it
	home     string // empty: the user's
	cache    string // empty: the user's
}

// newPlace makes one with the real checkout, home and cache. Its path does not
// have the test's name in it, which may be that of a command.
func newPlace(t *testing.T) *place {
	t.Helper()
	dir, err := os.MkdirTemp("", "place")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	p := &place{dir: dir, checkout: root}
	p.mkdir(t, p.tmp())
	p.write(t, p.kubeconfig(), kubeconfig)
	if err := os.Symlink(suite, p.suite()); err != nil {
		t.Fatal(err)
	}
	return p
}

// withCache gives the place a cache of its own, which has the programs of the
// real one. What is known of Docker's network stays in common.
func (p *place) withCache(t *testing.T) *place {
	t.Helper()
	p.cache = p.path("cache")
	p.mkdir(t, p.path("cache", "metrics-lab"))
	for _, shared := range []string{"programs", "kind"} {
		real, err := state.Cache(shared)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(real, p.path("cache", "metrics-lab", shared)); err != nil {
			t.Fatal(err)
		}
	}
	return p
}

// withHome gives the place a home of its own, and a cache.
func (p *place) withHome(t *testing.T) *place {
	t.Helper()
	p.home = p.path("home")
	p.mkdir(t, p.path("home", ".kube"))
	p.mkdir(t, p.path("home", ".config", "go")) // the go command notes things there
	p.write(t, p.kubeconfig(), kubeconfig)
	return p.withCache(t)
}

// env is the environment of a run.
func (p *place) env() []string {
	env := append(os.Environ(), goEnv...)
	env = append(env, "TMPDIR="+p.tmp(), "KUBECONFIG="+p.kubeconfig())
	if p.cache != "" {
		env = append(env, "XDG_CACHE_HOME="+p.cache)
	}
	if p.home != "" {
		env = append(env, "HOME="+p.home, "KUBECONFIG=")
	}
	return env
}

func (p *place) path(elem ...string) string {
	return filepath.Join(append([]string{p.dir}, elem...)...)
}

func (p *place) tmp() string       { return p.path("tmp") }
func (p *place) suite() string     { return p.path("e2e.test") }
func (p *place) artifacts() string { return p.path("artifacts") }

func (p *place) kubeconfig() string {
	if p.home != "" {
		return filepath.Join(p.home, ".kube", "config")
	}
	return p.path("kubeconfig")
}

// formatKubeconfig writes the kubeconfig as it is after a context was added and
// removed: the same, without the comment.
func (p *place) formatKubeconfig(t *testing.T) {
	t.Helper()
	config, err := clientcmd.LoadFromFile(p.kubeconfig())
	if err != nil {
		t.Fatal(err)
	}
	if err := clientcmd.WriteToFile(*config, p.kubeconfig()); err != nil {
		t.Fatal(err)
	}
}

// labs is the folder of all labs, and cached one below the lab's cache.
func (p *place) labs(t *testing.T) string {
	t.Helper()
	home := p.home
	if home == "" {
		var err error
		if home, err = os.UserHomeDir(); err != nil {
			t.Fatal(err)
		}
	}
	return filepath.Join(home, ".metrics-lab")
}

func (p *place) cached(t *testing.T, name string) string {
	t.Helper()
	if p.cache != "" {
		return filepath.Join(p.cache, "metrics-lab", name)
	}
	dir, err := state.Cache(name)
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

func (p *place) mkdir(t *testing.T, dir string) {
	t.Helper()
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
}

func (p *place) write(t *testing.T, file, data string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(data), 0o700); err != nil {
		t.Fatal(err)
	}
}
