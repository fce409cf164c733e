package live_test

import (
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes/fake"

	"example.com/metrics-lab/play/live"
)

// TestSyncPeriod: where the cluster tells its sync period, another one is refused before anything is made.
func TestSyncPeriod(t *testing.T) {
	t.Parallel()
	for _, row := range []struct{ name, argument, want string }{
		{"another one", "--horizontal-pod-autoscaler-sync-period=5s", "its controller has 5s"},
		{"the default", "--v=2", "its controller has 15s"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			client := fake.NewClientset(&corev1.Pod{
				ObjectMeta: metav1.ObjectMeta{Namespace: "kube-system", Name: "controller", Labels: map[string]string{"component": "kube-controller-manager"}},
				Spec:       corev1.PodSpec{Containers: []corev1.Container{{Command: []string{"kube-controller-manager", row.argument}}}},
			})
			_, err := live.Play(t.Context(), &live.Cluster{Kubernetes: client, SyncPeriod: time.Second}, one(t))
			if err == nil || !strings.Contains(err.Error(), row.want) {
				t.Errorf("want %q, got %v", row.want, err)
			}
		})
	}
}
