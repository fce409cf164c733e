package live_test

import (
	"context"
	"encoding/json"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	appsv1 "k8s.io/api/apps/v1"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	dynamic "k8s.io/client-go/dynamic/fake"
	"k8s.io/client-go/kubernetes/fake"
	clienttesting "k8s.io/client-go/testing"
	"k8s.io/utils/clock"

	"example.com/metrics-lab/adapter/api/client"
	"example.com/metrics-lab/play/engine"
	"example.com/metrics-lab/play/live"
)

// script is a cluster in memory: pods are Ready at once, and the HPA is scaled to 5 after 10 seconds.
type script struct {
	t        *testing.T
	client   *fake.Clientset
	declared []map[string]any
}

func newScript(t *testing.T) (*script, *live.Cluster) {
	s := &script{t: t, client: fake.NewClientset()}
	s.client.PrependReactor("create", "deployments", func(a clienttesting.Action) (bool, runtime.Object, error) {
		d := a.(clienttesting.CreateAction).GetObject().(*appsv1.Deployment)
		s.pods(a.GetNamespace(), d, int(*d.Spec.Replicas))
		return false, nil, nil
	})
	s.client.PrependReactor("create", "horizontalpodautoscalers", func(a clienttesting.Action) (bool, runtime.Object, error) {
		time.AfterFunc(10*time.Second, func() { s.scale(a.GetNamespace()) })
		return false, nil, nil
	})
	declarations := dynamic.NewSimpleDynamicClient(runtime.NewScheme())
	var last *unstructured.Unstructured
	declarations.PrependReactor("patch", "*", func(a clienttesting.Action) (bool, runtime.Object, error) {
		last = &unstructured.Unstructured{}
		err := json.Unmarshal(a.(clienttesting.PatchAction).GetPatch(), &last.Object)
		s.declared = append(s.declared, last.Object["spec"].(map[string]any))
		return true, last, err
	})
	declarations.PrependReactor("get", "*", func(clienttesting.Action) (bool, runtime.Object, error) {
		last.Object["status"] = map[string]any{"conditions": []any{map[string]any{"type": "Accepted", "status": "True", "reason": "Accepted"}}}
		return true, last, nil
	})
	return s, &live.Cluster{Kubernetes: s.client, Declarations: client.Of(declarations), SyncPeriod: time.Second, Clock: clock.RealClock{}}
}

// pods makes the pods of a Deployment.
func (s *script) pods(namespace string, d *appsv1.Deployment, n int) {
	for i := range n {
		s.must(s.client.Tracker().Create(schema.GroupVersionResource{Version: "v1", Resource: "pods"}, &corev1.Pod{
			ObjectMeta: metav1.ObjectMeta{Namespace: namespace, Name: d.Name + "-" + time.Now().String() + string(rune('a'+i)), Labels: d.Spec.Template.Labels},
			Status:     corev1.PodStatus{Conditions: []corev1.PodCondition{{Type: corev1.PodReady, Status: corev1.ConditionTrue}}},
		}, namespace))
	}
}

// scale does what the controller does.
func (s *script) scale(namespace string) {
	ctx := s.t.Context()
	d, err := s.client.AppsV1().Deployments(namespace).Get(ctx, "web", metav1.GetOptions{})
	s.must(err)
	d = d.DeepCopy()
	five := int32(5)
	d.Spec.Replicas = &five
	_, err = s.client.AppsV1().Deployments(namespace).Update(ctx, d, metav1.UpdateOptions{})
	s.must(err)
	_, err = s.client.CoreV1().Events(namespace).Create(ctx, &corev1.Event{
		ObjectMeta: metav1.ObjectMeta{Name: "web.1", Namespace: namespace}, InvolvedObject: corev1.ObjectReference{Kind: "HorizontalPodAutoscaler", Name: "web"},
		Type: "Normal", Reason: "SuccessfulRescale", Message: "New size: 5", Count: 1,
	}, metav1.CreateOptions{})
	s.must(err)
	hpa, err := s.client.AutoscalingV2().HorizontalPodAutoscalers(namespace).Get(ctx, "web", metav1.GetOptions{})
	s.must(err)
	hpa = hpa.DeepCopy()
	hpa.Status = autoscalingv2.HorizontalPodAutoscalerStatus{
		CurrentReplicas: 3, DesiredReplicas: 5,
		Conditions: []autoscalingv2.HorizontalPodAutoscalerCondition{{Type: "AbleToScale", Status: "True", Reason: "SucceededRescale", Message: "the HPA is scaled"}},
	}
	_, err = s.client.AutoscalingV2().HorizontalPodAutoscalers(namespace).Update(ctx, hpa, metav1.UpdateOptions{})
	s.must(err)
	time.AfterFunc(time.Second, func() { s.pods(namespace, d, 2) })
}

func (s *script) must(err error) {
	if err != nil {
		s.t.Error(err)
	}
}

// left are the namespaces that are left over.
func (s *script) left() int {
	all, err := s.client.CoreV1().Namespaces().List(context.WithoutCancel(s.t.Context()), metav1.ListOptions{})
	s.must(err)
	return len(all.Items)
}

// TestPlay: what is watched is noted, from the start on.
func TestPlay(t *testing.T) {
	t.Parallel()
	in := one(t)
	in.Duration = 20 * time.Second
	synctest.Test(t, func(t *testing.T) {
		s, c := newScript(t)
		result, err := live.Play(t.Context(), c, in)
		if err != nil {
			t.Fatal(err)
		}
		want := &engine.Result{Duration: 20 * time.Second, HPAs: []*engine.Played{engine.NewPlayed(in.HPAs[0])}}
		p := want.HPAs[0]
		p.Samples = []engine.Sample{
			{At: 0, Wanted: 3, Existing: 3, Ready: 3}, {At: 10 * time.Second, Wanted: 5, Existing: 3, Ready: 3},
			{At: 11 * time.Second, Wanted: 5, Existing: 5, Ready: 5}, {At: 20 * time.Second, Wanted: 5, Existing: 5, Ready: 5},
		}
		p.ReplicaSeconds = 3*11 + 5*9
		p.Events = []engine.Event{{At: 10 * time.Second, Type: "Normal", Reason: "SuccessfulRescale", Message: "New size: 5", Count: 1}}
		p.Decisions = []engine.Decision{{
			At: 10 * time.Second, Current: 3, Desired: 5,
			Conditions: []engine.Condition{{Type: "AbleToScale", Status: "True", Reason: "SucceededRescale", Message: "the HPA is scaled"}},
		}}
		if diff := cmp.Diff(want, result); diff != "" {
			t.Errorf("result (-want +got):\n%s", diff)
		}
		if n := s.left(); n != 0 {
			t.Errorf("want no namespace to be left, got %d", n)
		}
	})
}

// TestDeclared: the adapter is told what the scenario says.
func TestDeclared(t *testing.T) {
	t.Parallel()
	in := one(t)
	in.Duration = time.Second
	synctest.Test(t, func(t *testing.T) {
		s, c := newScript(t)
		if _, err := live.Play(t.Context(), c, in); err != nil {
			t.Fatal(err)
		}
		point := func(at, value string) any { return map[string]any{"at": at, "value": value} }
		want := []map[string]any{
			{
				"metric": "http_requests", "share": "Total", "interpolation": "Step", "startTime": "2000-01-01T00:00:04Z",
				"objects": map[string]any{"resource": "pods", "selector": map[string]any{
					"matchExpressions": []any{map[string]any{"key": "app", "operator": "In", "values": []any{"web"}}},
				}},
				"curve": []any{point("0s", "300"), point("20s", "500"), point("40s", "100")},
			},
			{
				"metric": "queue_depth", "interpolation": "Step", "startTime": "2000-01-01T00:00:04Z", "external": map[string]any{},
				"curve": []any{point("0s", "20"), point("30s", "80"), point("50s", "30")},
			},
		}
		if diff := cmp.Diff(want, s.declared); diff != "" {
			t.Errorf("declarations (-want +got):\n%s", diff)
		}
	})
}

// TestPlayEndsEarly: what was played is told, and nothing is left.
func TestPlayEndsEarly(t *testing.T) {
	t.Parallel()
	in := one(t)
	synctest.Test(t, func(t *testing.T) {
		s, c := newScript(t)
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		defer cancel()
		result, err := live.Play(ctx, c, in)
		if !errors.Is(err, context.DeadlineExceeded) || result == nil || result.Duration != 16*time.Second || len(result.HPAs[0].Samples) != 4 {
			t.Errorf("want the result of 16 seconds, since the first 4 are before the start, got %+v, %v", result, err)
		}
		if n := s.left(); n != 0 {
			t.Errorf("want no namespace to be left, got %d", n)
		}
	})
}
