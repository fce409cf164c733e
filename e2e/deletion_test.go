package e2e

import (
	"context"
	"fmt"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/e2e-framework/pkg/envconf"
	"sigs.k8s.io/e2e-framework/pkg/types"

	"example.com/metrics-lab/lab/host/wait"
)

// namespaceTimeout is how long a namespace may take to go. Its controller
// begins after 5 s, and looks again 8 s after it has found something that has
// a finalizer. It does not finish while the API server cannot tell what it
// serves.
const namespaceTimeout = time.Minute

// holder is the object that holds up the deletion of its namespace.
const holder = "holder"

// beginDeletion deletes a namespace, in which it puts an object that has to be
// let go of first.
func beginDeletion(ns string) types.StepFunc {
	return func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
		err := cfg.Client().Resources().Create(ctx, &corev1.ConfigMap{
			ObjectMeta: metav1.ObjectMeta{Namespace: ns, Name: holder, Finalizers: []string{"lab.example.com/e2e"}},
		})
		if err != nil {
			t.Fatal(err)
		}
		return deleteNamespace(ns)(ctx, t, cfg)
	}
}

// waitUntilHeldUp waits until the controller has found that object, and so has
// learned what the API server serves.
func waitUntilHeldUp(ns string) types.StepFunc {
	return func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
		err := wait.For(ctx, ns+" to be held up", namespaceTimeout, poll, func(ctx context.Context) (bool, string, error) {
			var namespace corev1.Namespace
			if err := cfg.Client().Resources().Get(ctx, ns, "", &namespace); err != nil {
				return false, "", err
			}
			for _, condition := range namespace.Status.Conditions {
				if condition.Type == corev1.NamespaceFinalizersRemaining && condition.Status == corev1.ConditionTrue {
					return true, "", nil
				}
			}
			return false, fmt.Sprintf("%+v", namespace.Status), nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return ctx
	}
}

// letGo lets go of the object, and with it of the namespace.
func letGo(ctx context.Context, t *testing.T, cfg *envconf.Config, ns string) {
	t.Helper()
	var object corev1.ConfigMap
	if err := cfg.Client().Resources().Get(ctx, holder, ns, &object); err != nil {
		t.Fatal(err)
	}
	object.Finalizers = nil
	if err := cfg.Client().Resources().Update(ctx, &object); err != nil {
		t.Fatal(err)
	}
}

// makeAndDelete makes a namespace with a workload, and deletes it.
func makeAndDelete(ctx context.Context, t *testing.T, cfg *envconf.Config, ns string) {
	t.Helper()
	makeWorkload(ns, onPods("requests", "10"))(ctx, t, cfg)
	deleteNamespace(ns)(ctx, t, cfg)
}

// gone waits until a namespace that was deleted has gone.
func gone(ns string) types.StepFunc {
	return func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
		object := &unstructured.Unstructured{}
		object.SetGroupVersionKind(corev1.SchemeGroupVersion.WithKind("Namespace"))
		object.SetName(ns)
		waitUntilGone(ctx, t, cfg, object)
		return ctx
	}
}
