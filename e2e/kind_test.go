package e2e

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"sigs.k8s.io/e2e-framework/klient/k8s/resources"
	"sigs.k8s.io/e2e-framework/pkg/envconf"
	"sigs.k8s.io/e2e-framework/pkg/features"
	"sigs.k8s.io/e2e-framework/pkg/types"

	"example.com/metrics-lab/scripts/lab/wait"
)

const (
	adapterNamespace = "metrics-lab"
	adapterName      = "metrics-adapter"
	// rolloutTimeout is how long pods of the adapter may take to come and go.
	rolloutTimeout = 2 * time.Minute
)

// adapterRunsInAPod: the image was loaded and not pulled, and its pod is Ready.
func adapterRunsInAPod() types.Feature {
	return features.New("adapter in a pod").
		Assess("the loaded image runs", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			pods := adapterPods(ctx, t, cfg)
			if len(pods) != 1 {
				t.Fatalf("got %d pods, want 1", len(pods))
			}
			container := pods[0].Spec.Containers[0]
			if !strings.HasPrefix(container.Image, "metrics-lab/adapter:") || container.ImagePullPolicy != corev1.PullNever {
				t.Errorf("image %s is pulled %s, want one of ours that never is", container.Image, container.ImagePullPolicy)
			}
			if !isReady(pods[0]) {
				t.Errorf("its pod is not Ready: %+v", pods[0].Status)
			}
			return ctx
		}).
		Feature()
}

// adapterPodIsReplaced: the APIs are available again after its pod was deleted.
func adapterPodIsReplaced() types.Feature {
	return features.New("adapter pod is deleted").
		Assess("another one serves the metrics", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			before := adapterPods(ctx, t, cfg)
			if err := cfg.Client().Resources().Delete(ctx, &before[0]); err != nil {
				t.Fatal(err)
			}
			waitForAdapterPods(ctx, t, cfg, 1, before[0].Name)
			waitForObjects(ctx, t, cfg, "default", nil)
			return ctx
		}).
		Feature()
}

// adapterHasTwoReplicas: both become Ready, and the metrics are served.
func adapterHasTwoReplicas() types.Feature {
	return features.New("adapter with two replicas").
		Assess("both are Ready and serve", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			scaleAdapter(ctx, t, cfg, 2)
			waitForAdapterPods(ctx, t, cfg, 2, "")
			for range 20 { // the API server takes now the one, now the other
				waitForObjects(ctx, t, cfg, "default", nil)
			}
			return ctx
		}).
		WithTeardown("one replica", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			scaleAdapter(ctx, t, cfg, 1)
			waitForAdapterPods(ctx, t, cfg, 1, "")
			return ctx
		}).
		Feature()
}

func adapterPods(ctx context.Context, t *testing.T, cfg *envconf.Config) []corev1.Pod {
	t.Helper()
	var pods corev1.PodList
	err := cfg.Client().Resources(adapterNamespace).List(ctx, &pods, resources.WithLabelSelector("app.kubernetes.io/name="+adapterName))
	if err != nil {
		t.Fatal(err)
	}
	return pods.Items
}

func scaleAdapter(ctx context.Context, t *testing.T, cfg *envconf.Config, replicas int32) {
	t.Helper()
	var deployment appsv1.Deployment
	if err := cfg.Client().Resources().Get(ctx, adapterName, adapterNamespace, &deployment); err != nil {
		t.Fatal(err)
	}
	deployment.Spec.Replicas = &replicas
	if err := cfg.Client().Resources().Update(ctx, &deployment); err != nil {
		t.Fatal(err)
	}
}

// waitForAdapterPods waits until there are that many pods, all Ready, and none
// of them is the one called gone.
func waitForAdapterPods(ctx context.Context, t *testing.T, cfg *envconf.Config, want int, gone string) {
	t.Helper()
	what := fmt.Sprintf("%d ready pods of the adapter", want)
	err := wait.For(ctx, what, rolloutTimeout, poll, func(ctx context.Context) (bool, string, error) {
		pods := adapterPods(ctx, t, cfg)
		ready := 0
		for _, pod := range pods {
			if isReady(pod) && pod.Name != gone && pod.DeletionTimestamp == nil {
				ready++
			}
		}
		return ready == want && len(pods) == want, fmt.Sprintf("%d pods, %d ready", len(pods), ready), nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func isReady(pod corev1.Pod) bool {
	for _, condition := range pod.Status.Conditions {
		if condition.Type == corev1.PodReady {
			return condition.Status == corev1.ConditionTrue
		}
	}
	return false
}
