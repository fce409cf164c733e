package check

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	autoscalingv2 "k8s.io/api/autoscaling/v2"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/kubernetes/fake"
	clienttesting "k8s.io/client-go/testing"
)

// labWanting is a lab whose HPA shop/web wants other numbers of replicas at each
// look, and the last one for ever.
func labWanting(replicas ...int32) *Learner {
	client := fake.NewClientset()
	client.PrependReactor("get", "horizontalpodautoscalers", func(clienttesting.Action) (bool, runtime.Object, error) {
		hpa := hpaWanting(replicas[0])
		if len(replicas) > 1 {
			replicas = replicas[1:]
		}
		return true, hpa, nil
	})
	return with(client)
}

func hpaWanting(replicas int32) *autoscalingv2.HorizontalPodAutoscaler {
	return &autoscalingv2.HorizontalPodAutoscaler{
		ObjectMeta: metav1.ObjectMeta{Namespace: "shop", Name: "web"},
		Status:     autoscalingv2.HorizontalPodAutoscalerStatus{DesiredReplicas: replicas},
	}
}

func TestReplicasOverTime(t *testing.T) {
	t.Parallel()
	const patience = 4 * followPoll
	visits26 := func(ctx context.Context, l *Learner) error { return visits(ctx, l, "shop", "web", patience, 2, 6) }
	keeps3 := func(ctx context.Context, l *Learner) error {
		return keeps(ctx, l, "shop", "web", 3, 2*followPoll, patience)
	}
	for _, row := range []struct {
		name   string
		look   func(context.Context, *Learner) error
		wanted []int32
		err    string
	}{
		{"it visits both", visits26, []int32{2, 3, 6, 2}, ""},
		{"it was there before", visits26, []int32{2, 6, 4}, "it has wanted [6 4]"},
		{"it visits one only", visits26, []int32{2, 4, 2}, "it has wanted [4 2]"},
		{"it comes from above", visits26, []int32{8, 8, 6, 2}, ""},
		{"it stays above", visits26, []int32{8, 7}, "it wants 7"},
		{"it goes too far", visits26, []int32{2, 6, 7}, "it wants 7 replicas"},
		{"it keeps", keeps3, []int32{3}, ""},
		{"it keeps in the end", keeps3, []int32{9, 3}, ""},
		{"it keeps when it has come back", keeps3, []int32{3, 9, 3}, ""},
		{"it flaps", keeps3, []int32{3, 9, 3, 1, 3}, "also wants [9 1]"},
		{"it keeps another number", keeps3, []int32{4}, "it also wanted [4]"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				wantError(t, row.look(t.Context(), labWanting(row.wanted...)), row.err)
			})
		})
	}
}

func TestIsItSo(t *testing.T) {
	t.Parallel()
	with := func(status corev1.ConditionStatus, replicas int32) *autoscalingv2.HorizontalPodAutoscaler {
		hpa := hpaWanting(replicas)
		hpa.Status.Conditions = []autoscalingv2.HorizontalPodAutoscalerCondition{
			{Type: autoscalingv2.AbleToScale, Status: corev1.ConditionTrue},
			{Type: autoscalingv2.ScalingActive, Status: status, Message: "no metrics"},
		}
		return hpa
	}
	for _, row := range []struct {
		name string
		hpa  *autoscalingv2.HorizontalPodAutoscaler
		err  string
	}{
		{"it is", with(corev1.ConditionTrue, 4), ""},
		{"another number", with(corev1.ConditionTrue, 5), "it wants 5 replicas, and not 4"},
		{"it cannot tell", with(corev1.ConditionFalse, 4), "it says: no metrics"},
		{"it has not looked", hpaWanting(4), "not looked at its metrics yet"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			wantError(t, wantsNow(row.hpa, 4), row.err)
		})
	}
}

func TestReadsExternal(t *testing.T) {
	t.Parallel()
	reading := func(average string, replicas int32) *autoscalingv2.HorizontalPodAutoscaler {
		value := resource.MustParse(average)
		hpa := hpaOf(1, 10, replicas, onQueue("orders", "30"))
		hpa.Status.CurrentMetrics = []autoscalingv2.MetricStatus{{External: &autoscalingv2.ExternalMetricStatus{
			Metric: hpa.Spec.Metrics[0].External.Metric, Current: autoscalingv2.MetricValueStatus{AverageValue: &value},
		}}}
		return hpa
	}
	unread := reading("30", 4)
	unread.Status.CurrentMetrics = []autoscalingv2.MetricStatus{{}}
	for _, row := range []struct {
		name string
		hpa  *autoscalingv2.HorizontalPodAutoscaler
		err  string
	}{
		{"30 each", reading("30", 4), ""},
		{"more pods", reading("12", 10), ""},
		{"rounded up", reading("17143m", 7), ""},
		{"less", reading("15", 4), "it reads 15 on average for 4 pods"},
		{"more", reading("155", 4), "it reads 155"},
		{"a little more", reading("30001m", 4), "it reads 30001m"},
		{"unread", unread, "not read its metric yet"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			wantError(t, readsExternal(row.hpa, 120), row.err)
		})
	}
}

func TestWhoMakesIt(t *testing.T) {
	t.Parallel()
	_, err := getHPA(t.Context(), with(fake.NewClientset()), "shop", "web", "step 1 makes it")
	wantError(t, err, "step 1 makes it")
}

// wantError wants an error that says so, in one line, or none.
func wantError(t *testing.T, err error, want string) {
	t.Helper()
	switch {
	case want == "" && err != nil:
		t.Errorf("want no error, got %v", err)
	case want != "" && (err == nil || !strings.Contains(err.Error(), want)):
		t.Errorf("want an error that says %q, got %v", want, err)
	case err != nil && strings.Contains(err.Error(), "\n"):
		t.Errorf("it has more than a line: %v", err)
	}
}

func TestPatience(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name            string
		round, patience time.Duration
	}{
		{"of lesson 4", waveRound, wavePatience},
		{"of lesson 6", jaggedRound, jaggedPatience},
	} {
		if row.patience < 2*row.round {
			t.Errorf("the patience %s is %s: want two rounds of %s", row.name, row.patience, row.round)
		}
	}
}
