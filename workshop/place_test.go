package workshop

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"example.com/metrics-lab/scripts/checkout"
	"example.com/metrics-lab/scripts/lab/console"
	"example.com/metrics-lab/scripts/lab/kind"
	"example.com/metrics-lab/scripts/lab/lab"
	"example.com/metrics-lab/scripts/lab/programs"
	"example.com/metrics-lab/scripts/lab/state"
)

// place is where the lessons are done: a copy of the checkout, and a home folder
// of its own, so that the lab of whoever runs the tests is not touched.
type place struct {
	dir  string
	root string // of the copy
	env  []string
}

func newPlace(ctx context.Context) (p *place, err error) {
	if *cluster == lab.Kind {
		if err := kindIsFree(ctx); err != nil {
			return nil, err
		}
	}
	dir, err := os.MkdirTemp("", "workshop-")
	if err != nil {
		return nil, err
	}
	p = &place{dir: dir, root: filepath.Join(dir, "metrics-lab")}
	defer func() {
		if err != nil {
			_ = os.RemoveAll(dir) // the error before says more
		}
	}()
	if err := checkout.Copy(ctx, p.root); err != nil {
		return nil, err
	}
	if err := checkout.Commit(ctx, p.root); err != nil {
		return nil, err
	}
	for _, folder := range []string{"home", "tmp"} {
		if err := os.Mkdir(filepath.Join(dir, folder), 0o700); err != nil {
			return nil, err
		}
	}
	p.env, err = p.environment(ctx)
	return p, err
}

// kindIsFree says what to do if there is no Docker, or a kind cluster already.
func kindIsFree(ctx context.Context) error {
	root, err := lab.FindRoot()
	if err != nil {
		return err
	}
	say := func(format string, args ...any) { fmt.Fprintf(os.Stderr, format+"\n", args...) }
	if _, err := lab.KindImage(ctx, root, "", say); err != nil {
		return err
	}
	c := kind.Cluster{Lab: state.Lab{Name: lab.DefaultName}}
	if err := c.CheckName(); err != nil {
		return fmt.Errorf("the lessons make a kind cluster of the name %s, and there is one: remove it with `make down`, if it is your lab's, or with `kind delete cluster --name %[1]s`: %w", lab.DefaultName, err)
	}
	return nil
}

// dropped are variables that mean something else to the commands of the lessons:
// what make tells the makes that it starts, what git tells its hooks, which
// cluster kubectl talks to, and the variables of the Makefile.
var dropped = []string{
	"MAKEFLAGS", "MAKELEVEL", "MAKEOVERRIDES", "MFLAGS", "GIT_DIR", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_WORK_TREE", "KUBECONFIG", "NAME",
	"OLDPWD", "REQUIRE_KIND", "RUNS", "TILT", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME",
}

// environment is that of the lessons. The caches, and what Go and Docker are told
// in the home folder, are those of whoever runs the tests.
func (p *place) environment(ctx context.Context) ([]string, error) {
	env := slices.DeleteFunc(os.Environ(), func(variable string) bool {
		name, _, _ := strings.Cut(variable, "=")
		return slices.Contains(dropped, name)
	})
	home, err := os.UserHomeDir()
	if err != nil {
		return nil, err
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return nil, err
	}
	for _, name := range []string{"GOCACHE", "GOENV", "GOMODCACHE", "GOPATH"} {
		value, err := exec.CommandContext(ctx, "go", "env", name).Output()
		if err != nil {
			return nil, fmt.Errorf("go env %s: %w", name, err)
		}
		env = append(env, name+"="+strings.TrimSpace(string(value)))
	}
	if os.Getenv("DOCKER_CONFIG") == "" {
		env = append(env, "DOCKER_CONFIG="+filepath.Join(home, ".docker"))
	}
	path, err := p.path(ctx)
	if err != nil {
		return nil, err
	}
	return append(env, "CLUSTER="+*cluster, "HOME="+filepath.Join(p.dir, "home"), "PATH="+path, "PWD="+p.root,
		"TERM=dumb", "TMPDIR="+filepath.Join(p.dir, "tmp"), "XDG_CACHE_HOME="+cache), nil
}

// path has kubectl: on embedded the one that lesson 0 tells to take, elsewhere
// that one if none is installed.
func (p *place) path(ctx context.Context) (string, error) {
	path := os.Getenv("PATH")
	if *cluster != lab.Embedded {
		if _, err := exec.LookPath("kubectl"); err == nil {
			return path, nil
		}
	}
	set, err := programs.Ensure(ctx, p.root, programs.Embedded(), console.New(os.Stderr).NewBuild())
	if err != nil {
		return "", err
	}
	return set.Dir + string(filepath.ListSeparator) + path, nil
}
