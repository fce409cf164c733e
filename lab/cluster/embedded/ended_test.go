package embedded

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"example.com/metrics-lab/lab/state"
)

// TestWhyEnded: what is known is said, and an old line of the log is no reason.
func TestWhyEnded(t *testing.T) {
	t.Parallel()
	const log = `E1125 10:00:00.000000 1 a.go:1] "An error that it survived"`
	for _, row := range []struct{ name, how, want string }{
		{"killed", "signal: killed", "it was ended by a signal (killed)"},
		{"told to", "exit status 0", "it has ended as it was told to (exit status 0)"},
		{"by itself", "exit status 1", `it has ended with exit status 1: "An error that it survived"`},
		{"not known", "", "it has ended; how is not known, as after a restart of the machine"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			c := &Cluster{Lab: state.Folder{Name: "a", Dir: t.TempDir()}}
			c.write(t, "etcd.log", log)
			if row.how != "" {
				c.write(t, "ended/etcd", row.how)
			}
			if got := c.whyEnded(t.Context(), "etcd", c.Lab.Path("etcd.log")); got != row.want {
				t.Errorf("got %q, want %q", got, row.want)
			}
		})
	}
}

// TestWhyEndedNamesWhoHasThePort: this test.
func TestWhyEndedNamesWhoHasThePort(t *testing.T) {
	t.Parallel()
	c := &Cluster{Lab: state.Folder{Name: "a", Dir: t.TempDir()}}
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	port := listener.Addr().(*net.TCPAddr).Port
	c.write(t, "adapter.port", strconv.Itoa(port))
	c.write(t, "ended/metrics-adapter", "signal: killed")
	c.write(t, "kwokctl.yaml", fmt.Sprintf("options: {etcdPort: %d, etcdPeerPort: 1}", port))
	for _, program := range []string{"metrics-adapter", "etcd"} {
		want := fmt.Sprintf("; its port %d is used by ", port)
		if got := c.whyEnded(t.Context(), program, c.Lab.Path("log")); !strings.Contains(got, want) || !strings.HasSuffix(got, " now") {
			t.Errorf("%s: got %q, want %q", program, got, want)
		}
	}
}

// TestTakeOver: that live development has taken the adapter's place is what the record says, whatever is in its log.
func TestTakeOver(t *testing.T) {
	t.Parallel()
	c := &Cluster{Lab: state.Folder{Name: "a", Dir: t.TempDir()}}
	if stopped, err := c.TakeOver(t.Context()); stopped || err != nil {
		t.Errorf("one that was never started: got %t, %v", stopped, err)
	}
	c.write(t, "metrics-adapter.log", "I am the adapter\n")
	if stopped, err := c.TakeOver(t.Context()); !stopped || err != nil {
		t.Errorf("one that was: got %t, %v", stopped, err)
	}
	if log, err := os.ReadFile(c.adapterLog()); err != nil || !strings.HasPrefix(string(log), "live development took its place") {
		t.Errorf("its log says %q, %v", log, err)
	}
	c.write(t, "metrics-adapter.log", "another text\n")
	for _, row := range []struct {
		development bool
		want        string
	}{{true, "live development took its place"}, {false, "it has ended; how is not known"}} {
		c.Development = row.development
		if got := c.whyEnded(t.Context(), "metrics-adapter", c.adapterLog()); !strings.HasPrefix(got, row.want) {
			t.Errorf("in development %t: got %q, want %q", row.development, got, row.want)
		}
	}
}

func (c *Cluster) write(t *testing.T, name, text string) {
	t.Helper()
	file := c.Lab.Path(name)
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
