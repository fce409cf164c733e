package embedded

import (
	"fmt"
	"net"
	"os"
	"strings"
	"testing"

	"example.com/metrics-lab/lab/state"
)

func TestFreePortsDiffer(t *testing.T) {
	t.Parallel()
	chosen, err := freePorts(t.Context(), 50)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[int]bool{}
	for _, port := range chosen {
		if seen[port] {
			t.Errorf("port %d was chosen twice", port)
		}
		seen[port] = true
	}
}

// TestAPortThatWasTakenMeanwhile: a cluster that was stopped, by a reboot for
// instance, wants its ports again.
func TestAPortThatWasTakenMeanwhile(t *testing.T) {
	t.Parallel()
	c := &Cluster{Lab: state.Folder{Name: "x", Dir: t.TempDir()}}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	port := listener.Addr().(*net.TCPAddr).Port
	config := fmt.Sprintf(`{"options": {"kubeApiserverPort": %d}}`, port)
	if err := os.WriteFile(c.configFile(), []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	want := fmt.Sprintf("port %d (kubeApiserverPort of the stopped cluster) is used by another program", port)
	if err := c.needPorts(t.Context()); err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("got %v, want %q", err, want)
	}
}
