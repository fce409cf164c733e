package leak

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shirou/gopsutil/v4/process"

	"example.com/metrics-lab/lab/host/wait"
	"example.com/metrics-lab/lab/lifecycle"
)

// guardTimeout is how long a guard may take for its work.
const guardTimeout = 2 * time.Minute

// look returns what there is in a place, and of the labs elsewhere: a line for
// each thing, sorted.
func (p *place) look(ctx context.Context, t *testing.T, labs ...string) []string {
	t.Helper()
	all := p.commands(ctx, t, labs...)
	all = append(all, tree(t, p.tmp())...)
	all = append(all, p.kubeconfigs(t, labs)...)
	all = append(all, named(t, p.labs(t), labs)...)
	for _, folder := range []string{"e2e", "failed", "locks"} {
		all = append(all, p.inCache(t, folder, labs)...)
	}
	if p.home != "" {
		all = append(all, tree(t, p.home)...)
	}
	if *cluster == lifecycle.Kind {
		all = append(all, inDocker(ctx, t, labs)...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// nothingLeft waits until all is as it was before, but for the artifacts.
func (p *place) nothingLeft(t *testing.T, before []string, labs ...string) {
	t.Helper()
	err := wait.For(t.Context(), "the guard to remove everything", guardTimeout, 5*poll, func(ctx context.Context) (bool, string, error) {
		after := p.look(ctx, t, labs...)
		want := slices.DeleteFunc(slices.Clone(before), func(line string) bool { // somebody else's that has gone
			return strings.HasPrefix(line, ofDocker) && !slices.Contains(after, line)
		})
		diff := cmp.Diff(want, after)
		return diff == "", "(-before +after)\n" + diff, nil
	})
	if err != nil {
		t.Error(err)
	}
}

// commands are the processes that mention the place or a lab: in their command
// line, or in what they were given as environment.
func (p *place) commands(ctx context.Context, t *testing.T, labs ...string) []string {
	t.Helper()
	running, err := process.ProcessesWithContext(ctx)
	if err != nil {
		t.Error(err)
	}
	var found []string
	for _, other := range running {
		args, _ := other.CmdlineSliceWithContext(ctx) // what cannot be read has ended, or is somebody else's
		env, _ := other.EnvironWithContext(ctx)
		if mentions(strings.Join(append(env, args...), "\n"), append(labs, p.dir)) {
			found = append(found, fmt.Sprintf("process %d %.200s", other.Pid, strings.Join(args, " ")))
		}
	}
	return found
}

// processes are those that are parts of a lab, or of its cluster.
func processes(t *testing.T, name string) []string {
	t.Helper()
	status, err := lifecycle.Look(t.Context(), name)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, part := range status.Components {
		if part.Runs != "" {
			found = append(found, part.Name+" "+part.Runs)
		}
	}
	return found
}

// kubeconfigs are the user's: that of the place as it is, the real one if it
// mentions a lab.
func (p *place) kubeconfigs(t *testing.T, labs []string) []string {
	t.Helper()
	data, err := os.ReadFile(p.kubeconfig())
	if err != nil {
		t.Error(err)
	}
	found := []string{"kubeconfig " + string(data)}
	home, _ := os.UserHomeDir()
	if real, err := os.ReadFile(filepath.Join(home, ".kube", "config")); err == nil && mentions(string(real), labs) {
		found = append(found, "the user's kubeconfig mentions the lab")
	}
	return found
}

// inCache is what one of the cache's folders has. In a cache that is the place's
// own that is everything.
func (p *place) inCache(t *testing.T, folder string, labs []string) []string {
	t.Helper()
	dir := p.cached(t, folder)
	found := named(t, dir, labs)
	if p.cache != "" {
		found = tree(t, dir)
	}
	return slices.DeleteFunc(found, func(path string) bool { return path == dir })
}

// named are the entries of a folder that have a lab's name in theirs.
func named(t *testing.T, dir string, labs []string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil && !missing(err) {
		t.Error(err)
	}
	var found []string
	for _, entry := range entries {
		if mentions(entry.Name(), labs) {
			found = append(found, filepath.Join(dir, entry.Name()))
		}
	}
	return found
}

// tree is everything below a folder, but for what the go command keeps.
func tree(t *testing.T, dir string) []string {
	t.Helper()
	var found []string
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if missing(err) {
			return nil
		}
		if err == nil && entry.IsDir() && path == filepath.Join(dir, ".config", "go") {
			return fs.SkipDir
		}
		found = append(found, path)
		return err
	})
	if err != nil {
		t.Error(err)
	}
	return found
}

// missing says that a file is not there, or that it has gone meanwhile.
func missing(err error) bool {
	return errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR)
}

func mentions(text string, names []string) bool {
	return slices.ContainsFunc(names, func(name string) bool { return name != "" && strings.Contains(text, name) })
}
