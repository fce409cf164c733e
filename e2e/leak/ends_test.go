package leak

import (
	"os"
	"slices"
	"syscall"
	"testing"

	"example.com/metrics-lab/lab/lifecycle"
)

const (
	noTest    = "No test failed: the lab could not be made, or the run was ended before a test began."
	failed    = "Failed:\n\n- TestFault/fault\n"
	didNotEnd = "from outside:\n\n- TestFault/fault\n"
)

var (
	embedded = []string{lifecycle.Embedded}
	kind     = []string{lifecycle.Kind}
	both     = []string{lifecycle.Embedded, lifecycle.Kind}
)

// ends are the ways in which a run ends.
var ends = []struct {
	name string
	on   []string // kinds of cluster
	args []string
	// fault is what TestFault does, if it runs.
	fault string
	// when is waited for before the run is ended from outside, by a signal to
	// the process or to its group, as Ctrl-C sends it.
	when   moment
	signal syscall.Signal
	group  bool
	// exit is how the process ends, and readme what the artifacts say: none if
	// all is well.
	exit, readme string
}{
	{name: "all pass", on: both, args: []string{"-test.run=TestLab/registration"}, exit: "exit status 0"},
	{name: "fails", on: embedded, fault: "fail", exit: "exit status 1", readme: failed},
	{name: "panics", on: embedded, fault: "panic", exit: "exit status 2", readme: failed},
	{name: "times out", on: both, fault: "hang", args: []string{"-test.timeout=1s"}, exit: "exit status 2", readme: didNotEnd},

	{name: "SIGINT, testing", on: both, fault: "hang", when: hanging, signal: syscall.SIGINT, exit: "signal: interrupt", readme: didNotEnd},
	{name: "SIGTERM, testing", on: embedded, fault: "hang", when: hanging, signal: syscall.SIGTERM, exit: "signal: terminated", readme: didNotEnd},
	{name: "SIGKILL, testing", on: both, fault: "hang", when: hanging, signal: syscall.SIGKILL, exit: "signal: killed", readme: didNotEnd},
	{name: "SIGHUP, testing", on: embedded, fault: "hang", when: hanging, signal: syscall.SIGHUP, exit: "signal: hangup", readme: didNotEnd},
	{name: "Ctrl-C, testing", on: embedded, fault: "hang", when: hanging, signal: syscall.SIGINT, group: true, exit: "signal: interrupt", readme: didNotEnd},

	{name: "SIGINT, programs", on: embedded, when: says("✓ programs"), signal: syscall.SIGINT, exit: "signal: interrupt", readme: noTest},
	{name: "SIGTERM, kwokctl", on: embedded, when: runs("kwokctl"), signal: syscall.SIGTERM, exit: "signal: terminated", readme: noTest},
	{name: "SIGKILL, kube-apiserver", on: embedded, when: runs("kube-apiserver"), signal: syscall.SIGKILL, exit: "signal: killed", readme: noTest},
	{name: "Ctrl-C, kwok", on: embedded, when: runs("kwok-controller"), signal: syscall.SIGINT, group: true, exit: "signal: interrupt", readme: noTest},
	{name: "SIGKILL, cluster", on: embedded, when: says("✓ cluster"), signal: syscall.SIGKILL, exit: "signal: killed", readme: noTest},
	{name: "SIGKILL, metrics-adapter", on: embedded, when: runs("metrics-adapter"), signal: syscall.SIGKILL, exit: "signal: killed", readme: noTest},

	{name: "SIGKILL, Docker", on: kind, when: says("✓ Docker"), signal: syscall.SIGKILL, exit: "signal: killed", readme: noTest},
	{name: "SIGKILL, docker run", on: kind, when: runs("docker run --name"), signal: syscall.SIGKILL, exit: "signal: killed", readme: noTest},
	{name: "Ctrl-C, docker run", on: kind, when: runs("docker run --name"), signal: syscall.SIGINT, group: true, exit: "signal: interrupt", readme: noTest},
	{name: "SIGINT, kubeadm", on: kind, when: runs("kubeadm init"), signal: syscall.SIGINT, exit: "signal: interrupt", readme: noTest},
}

// TestEnds: however a run ends, its guard removes everything and explains it.
func TestEnds(t *testing.T) {
	t.Parallel()
	for _, row := range ends {
		if !slices.Contains(row.on, *cluster) {
			continue
		}
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			p := newPlace(t)
			before := p.look(t.Context(), t)
			r := p.start(t, []string{fault + row.fault}, append(row.args, "-artifacts="+p.artifacts())...)
			if row.when != nil {
				row.when(t, r)
				r.kill(t, row.signal, row.group)
			}
			if exit := r.end(t, madeTimeout); exit != row.exit {
				t.Errorf("it ended with %s, want %s", exit, row.exit)
			}
			p.nothingLeft(t, before, r.lab())
			if _, err := os.Stat(p.artifacts()); row.readme == "" && err == nil {
				t.Error("all passed, and there are artifacts")
			}
			if row.readme != "" {
				explained(t, p.artifacts(), row.readme, logs(row.readme)...)
			}
		})
	}
}

// fault, and what the fault is, go to the environment of a run.
const fault = "METRICS_LAB_E2E_FAULT="

// logs are those that there have to be, if it came to a test.
func logs(readme string) []string {
	switch {
	case readme == noTest:
		return nil
	case *cluster == lifecycle.Kind:
		return []string{"*-control-plane/journal.log", "*-control-plane/pods/metrics-lab_metrics-adapter-*"}
	}
	return []string{"etcd.log", "kube-apiserver.log", "kwokctl.log", "metrics-adapter.log"}
}

// kill ends a run from outside. To its group, a signal is what Ctrl-C sends.
func (r *running) kill(t *testing.T, signal syscall.Signal, group bool) {
	t.Helper()
	pid := r.cmd.Process.Pid
	if group {
		pid = -pid
	}
	if err := syscall.Kill(pid, signal); err != nil {
		t.Fatal(err)
	}
}
