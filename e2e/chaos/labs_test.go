package chaos

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"example.com/metrics-lab/lab/host/docker"
	"example.com/metrics-lab/lab/host/process"
	"example.com/metrics-lab/lab/lifecycle"
	"example.com/metrics-lab/lab/state"
)

// home is that of somebody with a lab of their own. Compiled programs are the user's.
type home struct {
	t   *testing.T
	dir string
	env []string
}

// newHome makes one for a fault that is tried on some kinds of cluster.
func newHome(t *testing.T, name, aim string, on ...string) (*home, *finding) {
	t.Helper()
	if !slices.Contains(on, provider.Kind()) {
		t.Skip("it is tried on " + strings.Join(on, " and "))
	}
	h := &home{t: t, dir: t.TempDir()}
	cache, err := state.Cache("programs")
	must(t, err)
	output, err := exec.CommandContext(t.Context(), "go", "env", "GOCACHE", "GOMODCACHE").Output()
	must(t, err)
	goCaches := strings.Fields(string(output))
	h.env = append(os.Environ(), "HOME="+h.dir, "KUBECONFIG="+filepath.Join(h.dir, "kubeconfig"), "GOTELEMETRY=off",
		"XDG_CACHE_HOME="+filepath.Dir(filepath.Dir(cache)), "GOCACHE="+goCaches[0], "GOMODCACHE="+goCaches[1])
	t.Cleanup(func() { _, _ = h.do(context.WithoutCancel(t.Context()), "down") }) // it may be down
	return h, &finding{fault: name, on: provider.Kind(), aim: aim}
}

// do runs a command of the lab, and returns what it says and how it ends.
func (h *home) do(ctx context.Context, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, filepath.Join(root, "bin", "lab"), append(args, "--name", "a")...)
	cmd.Dir, cmd.Env = root, h.env
	output, err := cmd.CombinedOutput()
	return string(output), err
}

func (h *home) must(args ...string) {
	h.t.Helper()
	if said, err := h.do(h.t.Context(), args...); err != nil {
		h.t.Fatalf("lab %s: %v\n%s", strings.Join(args, " "), err, said)
	}
}

// line is the last line that a command says, which is to fail.
func (h *home) line(args ...string) string {
	h.t.Helper()
	said, err := h.do(h.t.Context(), args...)
	lines := strings.Split(strings.TrimSpace(said), "\n")
	if last := lines[len(lines)-1]; err != nil && strings.HasPrefix(last, "error: ") {
		return last
	}
	h.t.Errorf("lab %s: want an error in one line, got %v\n%s", strings.Join(args, " "), err, said)
	return ""
}

// gone checks that nothing runs any more, and no folder of a lab is left.
func (h *home) gone() {
	h.t.Helper()
	running, err := process.Below(h.t.Context(), h.dir)
	must(h.t, err)
	if len(running) > 0 {
		h.t.Errorf("these still run: %v", running)
	}
	if provider.Kind() == lifecycle.Kind {
		nodes, err := docker.Run(h.t.Context(), "ps", "--all", "--quiet", "--filter", "label=io.x-k8s.kind.cluster=a")
		must(h.t, err)
		if nodes != "" {
			h.t.Errorf("these nodes are still there: %s", nodes)
		}
	}
	if _, err := os.Stat(filepath.Join(h.dir, ".metrics-lab", "a")); err == nil {
		h.t.Error("the folder of the lab is still there")
	}
}

func TestFolderIsDeleted(t *testing.T) {
	h, f := newHome(t, "the folder of a lab is deleted while it runs", "one clear line; `lab down` leaves nothing", lifecycle.Embedded, lifecycle.Kind)
	h.must("up", "--cluster", provider.Kind())
	must(t, os.RemoveAll(filepath.Join(h.dir, ".metrics-lab", "a")))
	said := h.line("status")
	h.must("down")
	h.gone()
	f.tell(t, "“%s”; down left nothing", said)
}

// TestFolderIsUnwritable sets the attribute that stops root, too.
func TestFolderIsUnwritable(t *testing.T) {
	h, f := newHome(t, "the folder of a lab cannot be written while it runs", "one clear line; `lab down` leaves nothing", lifecycle.Embedded)
	h.must("up", "--cluster", "embedded")
	folder := filepath.Join(h.dir, ".metrics-lab", "a")
	must(t, exec.CommandContext(t.Context(), "chattr", "+i", folder).Run())
	t.Cleanup(func() { _ = exec.CommandContext(context.WithoutCancel(t.Context()), "chattr", "-i", folder).Run() }) // it may have gone
	up, down := h.line("up"), h.line("down")
	must(t, exec.CommandContext(t.Context(), "chattr", "-i", folder).Run())
	h.must("down")
	h.gone()
	f.tell(t, "up: “%s”; down: “%s”; and when it can be written again, down left nothing", up, down)
}

// TestDiskIsFull gives the lab a disk of its own.
func TestDiskIsFull(t *testing.T) {
	h, f := newHome(t, "the disk of a lab is full while it runs", "one clear line; `lab down` leaves nothing", lifecycle.Embedded)
	disk := filepath.Join(h.dir, ".metrics-lab")
	must(t, os.MkdirAll(disk, 0o700))
	must(t, syscall.Mount("tmpfs", disk, "tmpfs", 0, "size=700m"))
	t.Cleanup(func() {
		if err := syscall.Unmount(disk, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	h.must("up", "--cluster", "embedded")
	fill, err := os.Create(filepath.Join(disk, "fill"))
	must(t, err)
	for block := make([]byte, 1<<20); err == nil; {
		_, err = fill.Write(block)
	}
	must(t, fill.Close())
	up := h.line("up")
	h.must("down")
	h.gone()
	f.tell(t, "up: “%s”; down left nothing", up)
}

func TestUpAndDownAtOnce(t *testing.T) {
	const times = 50
	h, f := newHome(t, fmt.Sprintf("`lab up` and `lab down` at once, %d times", times), "each ends, one after the other, or says in a line that the other was there; `lab down` leaves nothing", lifecycle.Embedded)
	start := time.Now()
	var gone atomic.Int32
	for range times {
		var group sync.WaitGroup
		for _, args := range [][]string{{"up", "--cluster", "embedded"}, {"down"}} {
			group.Go(func() {
				said, err := h.do(t.Context(), args...)
				switch {
				case err != nil && strings.HasSuffix(said, "error: "+lifecycle.ErrGone.Error()+"\n"):
					gone.Add(1)
				case err != nil:
					t.Errorf("lab %s: %v\n%s", args[0], err, said)
				}
			})
		}
		group.Wait()
	}
	h.must("down")
	h.gone()
	f.tell(t, "all of them ended well, in %.0f s; in %d of them down came before the end of up, which said: “%s”; down left nothing",
		time.Since(start).Seconds(), gone.Load(), lifecycle.ErrGone)
}

// TestMachineSleeps stops all that runs of the lab.
func TestMachineSleeps(t *testing.T) {
	const asleep = 10 * time.Minute
	f := begin(t, "the machine sleeps for 10 minutes (SIGSTOP of everything)", "all is well again by itself", lifecycle.Embedded)
	runs := f.adapterRuns()
	f.signalAll(syscall.SIGSTOP)
	sleep(t.Context(), asleep)
	f.signalAll(syscall.SIGCONT)
	f.recovers(runs)
}
