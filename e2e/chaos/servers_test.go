package chaos

import (
	"context"
	"fmt"
	"syscall"
	"testing"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"example.com/metrics-lab/lab/adapter"
	"example.com/metrics-lab/lab/host/process"
	"example.com/metrics-lab/lab/host/wait"
	"example.com/metrics-lab/lab/lifecycle"
)

const (
	// stopServer has the kubelet stop a server, and startServer start it again.
	stopServer  = `mv "/etc/kubernetes/manifests/$1.yaml" /root/`
	startServer = `mv "/root/$1.yaml" /etc/kubernetes/manifests/`
	killServer  = `for p in /proc/[0-9]*; do test "$(cat "$p/comm" 2>/dev/null)" != "$1" || kill -9 "${p#/proc/}"; done`
)

// servers are what a cluster cannot do without.
var servers = []string{"kube-apiserver", "etcd"}

// TestServerIsKilled: who starts it again is the kubelet, or on embedded, where there is none, `lab up`.
func TestServerIsKilled(t *testing.T) {
	for _, server := range servers {
		t.Run(server, func(t *testing.T) {
			f := begin(t, server+" is killed, and started again", "the adapter recovers by itself, values as before", lifecycle.Embedded, lifecycle.Kind)
			before := f.adapterRuns()
			if provider.Kind() == lifecycle.Kind {
				onNode(t.Context(), t, killServer, server)
			} else {
				f.signal(server, syscall.SIGKILL)
				must(t, provider.Repair(t.Context()))
			}
			f.recovers(before)
		})
	}
}

// TestServerIsStopped: on kind it ends, and on embedded it hangs.
func TestServerIsStopped(t *testing.T) {
	for _, server := range servers {
		t.Run(server, func(t *testing.T) {
			what := map[string]string{lifecycle.Kind: " is stopped for a minute", lifecycle.Embedded: " hangs for a minute"}[provider.Kind()]
			f := begin(t, server+what, "the adapter recovers by itself, values as before", lifecycle.Embedded, lifecycle.Kind)
			before := f.adapterRuns()
			if provider.Kind() == lifecycle.Kind {
				onNode(t.Context(), t, stopServer, server)
				sleep(t.Context(), time.Minute)
				onNode(context.WithoutCancel(t.Context()), t, startServer, server)
			} else {
				f.signal(server, syscall.SIGSTOP)
				sleep(t.Context(), time.Minute)
				f.signal(server, syscall.SIGCONT)
			}
			f.recovers(before)
		})
	}
}

// recovers waits until the API server is ready, and then for the answers.
func (f *fault) recovers(before string) {
	f.t.Helper()
	f.traffic.Take()
	start := time.Now()
	err := wait.For(f.t.Context(), "the API server to be ready", patience, poll, func(ctx context.Context) (bool, string, error) {
		_, err := f.Kubernetes.Discovery().RESTClient().Get().AbsPath("/readyz").DoRaw(ctx)
		return err == nil, "", err
	})
	must(f.t, err)
	ready := time.Now()
	back := f.wellAfter()
	if after := f.adapterRuns(); after != before {
		f.t.Errorf("the adapter was %s, and is %s", before, after)
	}
	if back.report.Wrong > 0 || back.hpa.Moved != 0 {
		f.t.Error(back)
	}
	f.found("the API server was ready after %.1f s, and all answers were right %.1f s later; %d wrong answers; the same adapter; %s",
		ready.Sub(start).Seconds(), back.after(ready), back.report.Wrong, back.hpa)
}

// adapterRuns tells an adapter from another one: its process, or how often its container was started.
func (f *fault) adapterRuns() string {
	f.t.Helper()
	if provider.Kind() == lifecycle.Embedded {
		pids, err := provider.AdapterPIDs(f.t.Context())
		must(f.t, err)
		return fmt.Sprintf("process %v", pids)
	}
	pods, err := f.Kubernetes.CoreV1().Pods(adapter.Namespace).List(f.t.Context(), metav1.ListOptions{})
	must(f.t, err)
	said := ""
	for _, pod := range pods.Items {
		for _, container := range pod.Status.ContainerStatuses {
			said += fmt.Sprintf("%s started %d times again, ", pod.Name, container.RestartCount)
		}
	}
	return said
}

// signal sends a signal to a program of an embedded lab, and signalAll to all of them.
func (f *fault) signal(program string, signal syscall.Signal) {
	f.t.Helper()
	f.signalThose(signal, func(p process.Process) bool { return p.Program == program })
}

func (f *fault) signalAll(signal syscall.Signal) {
	f.t.Helper()
	f.signalThose(signal, func(process.Process) bool { return true })
}

func (f *fault) signalThose(signal syscall.Signal, which func(process.Process) bool) {
	f.t.Helper()
	running, err := process.Below(context.WithoutCancel(f.t.Context()), f.folder().Dir)
	must(f.t, err)
	signalled := 0
	for _, p := range running {
		if which(p) {
			must(f.t, syscall.Kill(p.PID, signal))
			signalled++
		}
	}
	if signalled == 0 {
		f.t.Fatal("nothing of it runs")
	}
}
