package e2e

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/e2e-framework/klient/k8s/resources"
	"sigs.k8s.io/e2e-framework/pkg/envconf"
	"sigs.k8s.io/e2e-framework/pkg/features"
	"sigs.k8s.io/e2e-framework/pkg/types"

	"example.com/metrics-lab/adapter/api/v1alpha1"
	"example.com/metrics-lab/lab/host/wait"
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

// adapterHasTwoReplicas: both become Ready, and whichever the API server takes
// answers the same.
func adapterHasTwoReplicas() types.Feature {
	const ns = "replicas"
	const path = "/apis/external.metrics.k8s.io/v1beta1/namespaces/replicas/steps"
	var reader string
	return features.New("adapter with two replicas").
		WithSetup("another replica", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			scaleAdapter(ctx, t, cfg, 2)
			waitForAdapterPods(ctx, t, cfg, 2, "")
			return ctx
		}).
		WithSetup("a namespace", makeServices(ns)).
		WithSetup("a value that changes and fails with the seconds", simulated(ns, "steps", ofQueue("steps", "orders", eachSecond()))).
		WithSetup("who may read it", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			reader = token(ctx, t, cfg, ns, "reader")
			view(ctx, t, cfg, ns, "reader")
			waitForMetric(ctx, t, cfg, ns, "steps")
			return ctx
		}).
		Assess("they answer the same at the same instant", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			replicas := directTo(ctx, t, cfg)
			if len(replicas) != 2 {
				t.Fatalf("got %d replicas, want 2", len(replicas))
			}
			for _, replica := range replicas { // until each knows the reader's rights, and the metric
				replica.waitFor(ctx, t, "GET", path, reader, "", 200, "")
			}
			answers := compareBySecond(ctx, t, replicas, path, reader)
			if len(answers) < 4 {
				t.Errorf("got %d different answers, want one for each second", len(answers))
			}
			return ctx
		}).
		Assess("one of them writes the status of each declaration", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			statusIsWrittenOnce(ctx, t, cfg, ns)
			return ctx
		}).
		WithTeardown("one replica", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			scaleAdapter(ctx, t, cfg, 1)
			waitForAdapterPods(ctx, t, cfg, 1, "")
			return ctx
		}).
		WithTeardown("namespace", deleteNamespace(ns)).
		Feature()
}

// eachSecond has another value in each second, and in every other one, as the
// seed has it, an error instead.
func eachSecond() v1alpha1.Simulation {
	half, start := resource.MustParse("0.5"), metav1.NewTime(time.Now().Truncate(time.Second))
	steps := v1alpha1.Simulation{StartTime: &start, Interpolation: v1alpha1.Step, Faults: &v1alpha1.Faults{ErrorRate: &half, Seed: 7}}
	for second := range 600 {
		steps.Curve = append(steps.Curve, at(time.Duration(second)*time.Second, fmt.Sprint(second)))
	}
	return steps
}

// compareBySecond asks both replicas within each of several seconds, and
// returns the different answers.
func compareBySecond(ctx context.Context, t *testing.T, replicas []direct, path, token string) map[string]bool {
	t.Helper()
	answers, seconds := map[string]bool{}, map[int64]bool{}
	err := wait.For(ctx, "both to answer in 6 seconds", time.Minute, poll, func(ctx context.Context) (bool, string, error) {
		second := time.Now().Unix()
		firstStatus, first := replicas[0].do(ctx, t, "GET", path, token, "")
		otherStatus, other := replicas[1].do(ctx, t, "GET", path, token, "")
		if time.Now().Unix() != second {
			return false, "the second passed between the answers", nil
		}
		if firstStatus != otherStatus || first != other {
			t.Errorf("at one instant they answer\n%d %s\n%d %s", firstStatus, first, otherStatus, other)
		}
		answers[first], seconds[second] = true, true
		return len(seconds) == 6, fmt.Sprintf("%d seconds", len(seconds)), nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return answers
}

// view lets a service account see what is in its namespace, metrics too.
func view(ctx context.Context, t *testing.T, cfg *envconf.Config, ns, name string) {
	t.Helper()
	err := cfg.Client().Resources().Create(ctx, &rbacv1.RoleBinding{
		ObjectMeta: metav1.ObjectMeta{Namespace: ns, Name: name},
		RoleRef:    rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "ClusterRole", Name: "view"},
		Subjects:   []rbacv1.Subject{{Kind: rbacv1.ServiceAccountKind, Namespace: ns, Name: name}},
	})
	if err != nil {
		t.Fatal(err)
	}
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
	ready := podCondition(&pod, corev1.PodReady)
	return ready != nil && ready.Status == corev1.ConditionTrue
}
