package leak

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/rand"
	"k8s.io/client-go/kubernetes"

	e2ecluster "example.com/metrics-lab/e2e/cluster"
	"example.com/metrics-lab/lab/host/process"
	"example.com/metrics-lab/lab/host/wait"
	"example.com/metrics-lab/lab/lifecycle"
	"example.com/metrics-lab/lab/state"
)

// podTimeout is how long pods may take to run: far less than what a program that was
// killed may hold.
const podTimeout = 15 * time.Second

// TestRestart: a lab of which everything was killed, as a machine that goes down
// does it, or only a part, is up again after one command, and runs new pods.
func TestRestart(t *testing.T) {
	only(t, lifecycle.Embedded)
	t.Parallel()
	for _, row := range []struct {
		name   string
		signal syscall.Signal
		kills  func(program string) bool
	}{
		{"all are killed", syscall.SIGKILL, func(string) bool { return true }},
		{"all are told to end", syscall.SIGTERM, func(string) bool { return true }},
		{"kwok is killed", syscall.SIGKILL, func(program string) bool { return program == "kwok-controller" }},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			p := guarded(t)
			signalled := signalAll(t, p.Lab().Name, row.signal, row.kills)
			if signalled == 0 {
				t.Fatal("there was nothing to kill")
			}
			if err := p.Repair(t.Context()); err != nil {
				t.Fatal(err)
			}
			client, err := kubernetes.NewForConfig(p.KubernetesRestConfig())
			if err != nil {
				t.Fatal(err)
			}
			runsPods(t, client)
		})
	}
}

// TestControllerEndsWhileItStarts: on a busy machine the controllers give up before the API server is healthy. They are
// started again.
func TestControllerEndsWhileItStarts(t *testing.T) {
	only(t, lifecycle.Embedded)
	t.Parallel()
	p, name := newPlace(t), "ends-"+rand.String(6)
	p.formatKubeconfig(t)
	l, err := state.FolderOf(name)
	if err != nil {
		t.Fatal(err)
	}
	killed := make(chan error, 1)
	go func() {
		killed <- wait.For(t.Context(), "the controllers to run", madeTimeout, poll, func(context.Context) (bool, string, error) {
			number, err := os.ReadFile(l.Path(".kwok", "clusters", name, "pids", "kube-controller-manager.pid"))
			if err != nil {
				return false, "", err
			}
			pid, err := strconv.Atoi(strings.TrimSpace(string(number)))
			if err != nil {
				return false, "", err
			}
			return true, "", syscall.Kill(pid, syscall.SIGKILL)
		})
	}()
	up(t, p, name)
	if err := <-killed; err != nil {
		t.Error(err)
	}
	status, err := lifecycle.Look(t.Context(), name)
	if err != nil || len(status.Problems) > 0 {
		t.Errorf("the lab is %+v, %v", status, err)
	}
}

// guarded makes a lab that is gone when the test is, however that ends.
func guarded(t *testing.T) *e2ecluster.Provider {
	t.Helper()
	p, err := e2ecluster.New(t.Context(), e2ecluster.Options{Name: "restart-" + rand.String(6), Cluster: lifecycle.Embedded})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if !t.Failed() {
			p.Passed()
		}
		if err := p.Destroy(context.WithoutCancel(t.Context())); err != nil {
			t.Error(err)
		}
	})
	if _, err := p.Create(t.Context()); err != nil {
		t.Fatal(err)
	}
	return p
}

func signalAll(t *testing.T, name string, signal syscall.Signal, kills func(program string) bool) (signalled int) {
	t.Helper()
	l, err := state.FolderOf(name)
	if err != nil {
		t.Fatal(err)
	}
	running, err := process.Below(t.Context(), l.Dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range running {
		if kills(p.Program) {
			if err := syscall.Kill(p.PID, signal); err != nil {
				t.Error(err)
			}
			signalled++
		}
	}
	return signalled
}

// runsPods makes a Deployment and waits until its pod is ready.
func runsPods(t *testing.T, client kubernetes.Interface) {
	t.Helper()
	labels := map[string]string{"app": "later"}
	deployment := &appsv1.Deployment{
		ObjectMeta: metav1.ObjectMeta{Name: "later"},
		Spec: appsv1.DeploymentSpec{
			Selector: &metav1.LabelSelector{MatchLabels: labels},
			Template: corev1.PodTemplateSpec{
				ObjectMeta: metav1.ObjectMeta{Labels: labels},
				Spec:       corev1.PodSpec{Containers: []corev1.Container{{Name: "pause", Image: "pause"}}},
			},
		},
	}
	deployments := client.AppsV1().Deployments(metav1.NamespaceDefault)
	if _, err := deployments.Create(t.Context(), deployment, metav1.CreateOptions{}); err != nil {
		t.Fatal(err)
	}
	err := wait.For(t.Context(), "a new pod to be ready", podTimeout, poll, func(ctx context.Context) (bool, string, error) {
		now, err := deployments.Get(ctx, "later", metav1.GetOptions{})
		if err != nil {
			return false, "", err
		}
		return now.Status.ReadyReplicas == 1, fmt.Sprintf("%d pods, %d ready", now.Status.Replicas, now.Status.ReadyReplicas), nil
	})
	if err != nil {
		t.Error(err)
	}
}
