package chaos

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"strings"
	"sync"

	"github.com/shirou/gopsutil/v4/process"

	"example.com/metrics-lab/lab/adapter"
	labprocess "example.com/metrics-lab/lab/host/process"
	"example.com/metrics-lab/lab/state"
)

// line is between the adapter and the API server. It can be cut.
type line struct {
	listener net.Listener
	to       string

	mu    sync.Mutex
	conns map[net.Conn]bool // guarded by mu
}

// throughLine has the adapter of an embedded lab reach its API server through a line, until the test ends.
func (f *fault) throughLine() *line {
	f.t.Helper()
	server, err := url.Parse(f.Config.Host)
	must(f.t, err)
	listener, err := new(net.ListenConfig).Listen(f.t.Context(), "tcp", "127.0.0.1:0")
	must(f.t, err)
	l := &line{listener: listener, to: server.Host, conns: map[net.Conn]bool{}}
	go l.serve()
	f.restartAdapter(func(arg string) string { return strings.Replace(arg, "adapter.kubeconfig", "line.kubeconfig", 1) }, func(folder state.Folder) {
		kubeconfig, err := os.ReadFile(folder.Path("adapter.kubeconfig"))
		must(f.t, err)
		through := strings.Replace(string(kubeconfig), server.Host, listener.Addr().String(), 1)
		must(f.t, os.WriteFile(folder.Path("line.kubeconfig"), []byte(through), 0o600))
	})
	f.t.Cleanup(func() {
		ctx := context.WithoutCancel(f.t.Context())
		if err := provider.KillAdapter(ctx); err != nil {
			f.t.Error(err)
		}
		_ = listener.Close()
		l.cut()
		if err := provider.Repair(ctx); err != nil {
			f.t.Error(err)
		}
	})
	f.well()
	return l
}

// restartAdapter starts the adapter of an embedded lab with other arguments.
func (f *fault) restartAdapter(change func(arg string) string, prepare func(state.Folder)) {
	f.t.Helper()
	folder := f.folder()
	args, err := f.adapterProcess().CmdlineSliceWithContext(f.t.Context())
	must(f.t, err)
	must(f.t, provider.KillAdapter(f.t.Context()))
	prepare(folder)
	var changed []string
	for _, arg := range args[1:] {
		changed = append(changed, change(arg))
	}
	_, err = labprocess.Start(labprocess.Program{
		Folder: folder.Dir, Path: folder.Path("bin", adapter.Name), Args: changed, Log: folder.Path(adapter.Name + ".log"),
	})
	must(f.t, err)
}

// adapterProcess is that of an embedded lab.
func (f *fault) adapterProcess() *process.Process {
	f.t.Helper()
	pids, err := provider.AdapterPIDs(f.t.Context())
	must(f.t, err)
	if len(pids) != 1 {
		f.t.Fatalf("adapters: %v", pids)
	}
	var pid int32
	_, err = fmt.Sscan(pids[0], &pid)
	must(f.t, err)
	found, err := process.NewProcessWithContext(f.t.Context(), pid)
	must(f.t, err)
	return found
}

func (l *line) serve() {
	for {
		from, err := l.listener.Accept()
		if err != nil {
			return
		}
		to, err := net.Dial("tcp", l.to)
		if err != nil {
			_ = from.Close()
			continue
		}
		l.mu.Lock()
		l.conns[from], l.conns[to] = true, true
		l.mu.Unlock()
		go l.copy(from, to)
		go l.copy(to, from)
	}
}

func (l *line) copy(to, from net.Conn) {
	_, _ = io.Copy(to, from)
	_, _ = to.Close(), from.Close()
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.conns, to)
	delete(l.conns, from)
}

// cut ends all connections. New ones can be made.
func (l *line) cut() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for conn := range l.conns {
		_ = conn.Close()
	}
}
