package workshop

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"example.com/metrics-lab/lab/artifacts"
	"example.com/metrics-lab/lab/build/programs"
	"example.com/metrics-lab/lab/cluster/kind"
	"example.com/metrics-lab/lab/console"
	"example.com/metrics-lab/lab/host/checkout"
	"example.com/metrics-lab/lab/host/guard"
	"example.com/metrics-lab/lab/journal"
	"example.com/metrics-lab/lab/lifecycle"
	"example.com/metrics-lab/lab/state"
)

// place is where the lessons are done: a copy of the checkout, and a home folder
// of its own, so that the lab of whoever runs the tests is not touched.
type place struct {
	dir   string
	root  string       // of the copy, below dir
	env   []string     // of the lessons
	guard *guard.Guard // none if the place is to be kept
	// artifacts is the folder that the guard makes if a lesson has not passed.
	artifacts string
	notes     *journal.Journal
}

func newPlace(ctx context.Context, t *testing.T) *place {
	t.Helper()
	if *cluster == lifecycle.Kind {
		if err := kindIsFree(ctx); err != nil {
			t.Fatal(err)
		}
	}
	dir, err := os.MkdirTemp("", "workshop-")
	if err != nil {
		t.Fatal(err)
	}
	p := &place{dir: dir, root: filepath.Join(dir, "metrics-lab")}
	t.Cleanup(func() { p.end(t) })
	if err := p.setUp(ctx); err != nil {
		t.Fatal(err)
	}
	return p
}

// setUp starts the guard, before there is anything to remove, and makes the rest.
func (p *place) setUp(ctx context.Context) (err error) {
	for _, folder := range []string{p.temporary(), filepath.Join(p.cache(), "metrics-lab")} {
		if err := os.MkdirAll(folder, 0o700); err != nil {
			return err
		}
	}
	if err := p.shareCache(); err != nil {
		return err
	}
	if p.env, err = p.environment(ctx); err != nil {
		return err
	}
	if p.notes, err = journal.Create(journalOf(p.dir)); err != nil {
		return err
	}
	if !*keep {
		if p.artifacts, err = artifacts.Folder(*explain, filepath.Base(p.dir)); err != nil {
			return err
		}
		if p.guard, err = startGuard(p.dir, p.artifacts, p.env); err != nil {
			return err
		}
	}
	if err := checkout.Copy(ctx, p.root); err != nil {
		return err
	}
	if err := checkout.Commit(ctx, p.root); err != nil {
		return err
	}
	return p.findKubectl(ctx)
}

func (p *place) home() string      { return filepath.Join(p.dir, "home") }
func (p *place) temporary() string { return filepath.Join(p.dir, "tmp") }

// cache is where os.UserCacheDir finds it.
func (p *place) cache() string {
	if runtime.GOOS == "darwin" {
		return filepath.Join(p.home(), "Library", "Caches")
	}
	return filepath.Join(p.home(), ".cache")
}

// shareCache has the lessons use the programs that were compiled before, and what
// is known of Docker's network. The rest of the cache is theirs: the locks, so that
// no lesson waits for another lab, and the adapter that is compiled from the copy.
func (p *place) shareCache() error {
	for _, shared := range []string{"programs", "kind"} {
		real, err := state.Cache(shared)
		if err != nil {
			return err
		}
		if err := os.Symlink(real, filepath.Join(p.cache(), "metrics-lab", shared)); err != nil {
			return err
		}
	}
	return nil
}

func (p *place) end(t *testing.T) {
	t.Helper()
	switch {
	case *keep:
		if err := os.WriteFile(filepath.Join(p.dir, "env"), []byte(p.exports()), 0o600); err != nil {
			t.Error(err)
		}
		fmt.Fprintf(os.Stderr, "The lab is kept. To look at it, in a shell of its own:\n  . %s/env && cd %s\nTo remove it, in that shell:\n  bin/lab down; cd / && rm -r %[1]s\n", p.dir, p.root)
	case p.guard == nil: // it could not be started
		if err := os.RemoveAll(p.dir); err != nil {
			t.Error(err)
		}
	default:
		if err := p.guard.End(); err != nil {
			t.Error(err)
		}
		if _, err := os.Stat(p.artifacts); err == nil && t.Failed() {
			explained = p.artifacts
		}
	}
}

// kindIsFree says what to do if there is no Docker, or the kind cluster of the
// lessons is there already.
func kindIsFree(ctx context.Context) error {
	root, err := lifecycle.FindRoot()
	if err != nil {
		return err
	}
	if _, err := lifecycle.KindImage(ctx, root, "", console.New(os.Stderr)); err != nil {
		return err
	}
	err = (&kind.Cluster{Lab: state.Folder{Name: lifecycle.DefaultName}}).CheckName(ctx)
	if errors.Is(err, kind.ErrNotOurs) {
		return fmt.Errorf("there is a kind cluster %s, which is the name that the lessons use: if it is your lab, `make down` first; otherwise `kind delete cluster --name %[1]s`", lifecycle.DefaultName)
	}
	return err
}

// foreign are variables that mean something else to the lessons than to whoever
// runs the tests: what make tells the makes below it and git tells its hooks, the
// variables of the Makefile, and where kubectl and others look for what is in the
// home folder.
var foreign = []string{
	"MAKEFLAGS", "MAKELEVEL", "MAKEOVERRIDES", "MFLAGS", "NAME", "RUNS", "REQUIRE_KIND", "TILT",
	"GIT_DIR", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_WORK_TREE",
	"KUBECONFIG", "OLDPWD", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME",
}

// environment is that of the lessons. Go's caches, and what Go and Docker are told
// in the home folder, are those of whoever runs the tests. CLUSTER is a variable of
// the Makefile: it makes `make up` without one take the right kind.
func (p *place) environment(ctx context.Context) ([]string, error) {
	env := slices.DeleteFunc(os.Environ(), func(variable string) bool {
		name, _, _ := strings.Cut(variable, "=")
		return slices.Contains(foreign, name)
	})
	for _, name := range []string{"GOCACHE", "GOENV", "GOMODCACHE", "GOPATH"} {
		value, err := exec.CommandContext(ctx, "go", "env", name).Output()
		if err != nil {
			return nil, fmt.Errorf("go env %s: %w", name, err)
		}
		env = append(env, name+"="+strings.TrimSpace(string(value)))
	}
	if os.Getenv("DOCKER_CONFIG") == "" {
		home, err := os.UserHomeDir()
		if err != nil {
			return nil, err
		}
		env = append(env, "DOCKER_CONFIG="+filepath.Join(home, ".docker"))
	}
	port, err := freePort(ctx)
	if err != nil {
		return nil, err
	}
	return append(env, "CLUSTER="+*cluster, "HOME="+p.home(), "PWD="+p.root, "TERM=dumb", "TILT_PORT="+port, "TMPDIR="+p.temporary()), nil
}

// freePort is for Tilt, which runs on one port if it is not told another one: the
// lessons are done on both kinds of cluster at once.
func freePort(ctx context.Context) (string, error) {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", fmt.Errorf("find a free port: %w", err)
	}
	_, port, err := net.SplitHostPort(listener.Addr().String())
	return port, errors.Join(err, listener.Close())
}

// exports is the environment of the lessons for a shell, as far as it is another
// one than that of the tests.
func (p *place) exports() string {
	text := "unset " + strings.Join(foreign, " ") + "\n"
	for _, variable := range p.env {
		name, value, _ := strings.Cut(variable, "=")
		if os.Getenv(name) != value && name != "PWD" && name != "TERM" {
			text += fmt.Sprintf("export %s='%s'\n", name, strings.ReplaceAll(value, "'", `'\''`))
		}
	}
	return text
}

// findKubectl puts kubectl on the PATH: on embedded the one that lesson 0 says to
// take, on kind the same if none is installed.
func (p *place) findKubectl(ctx context.Context) error {
	if *cluster == lifecycle.Kind {
		if _, err := exec.LookPath("kubectl"); err == nil {
			return nil
		}
	}
	set, err := programs.Ensure(ctx, p.root, programs.Embedded(), console.New(os.Stderr).NewBuild("the control plane"))
	if err != nil {
		return err
	}
	p.env = append(p.env, "PATH="+set.Dir+string(filepath.ListSeparator)+os.Getenv("PATH"))
	return nil
}
