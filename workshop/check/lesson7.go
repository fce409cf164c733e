package check

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"time"

	autoscalingv2 "k8s.io/api/autoscaling/v2"
	"k8s.io/apimachinery/pkg/labels"
	custommetrics "k8s.io/metrics/pkg/apis/custom_metrics/v1beta2"

	"example.com/metrics-lab/autoscaling"
	"example.com/metrics-lab/lab/build/gocommand"
)

const (
	queueLength  = "queue_length"
	queueWaiting = "queue_waiting_seconds"
	queueSource  = "adapter/source/queue"
	// recently is how old a sample may be. The source of lesson 7 refuses older
	// ones long before.
	recently = time.Minute
)

func lesson7() lesson {
	return lesson{"Your own source", []item{
		{"adapter/source/queue has tests, and they pass", queueTestsPass},
		{"the adapter answers queue_length of each queue, measured recently", func(_ context.Context, l *Learner) error {
			return queuesAreMeasured(l, queueLength, "step 2 starts what it comes from, steps 3 to 5 make it")
		}},
		{"the HPA queue/worker scales on queue_length of the queue orders", func(ctx context.Context, l *Learner) error {
			return workerScalesOn(ctx, l, queueLength, autoscalingv2.AverageValueMetricType, "step 6 makes it")
		}},
		{"its tests ask for queue_waiting_seconds", waitingIsTested},
		{"the adapter answers queue_waiting_seconds of each queue, too", func(_ context.Context, l *Learner) error {
			return queuesAreMeasured(l, queueWaiting, "exercise 1 adds it")
		}},
		{"the HPA queue/worker scales on both", func(ctx context.Context, l *Learner) error {
			return workerScalesOn(ctx, l, queueWaiting, autoscalingv2.ValueMetricType, "exercise 2 adds it")
		}},
		{"the adapter answers queue_length of the Service queue/orders", serviceIsMeasured},
	}}
}

func queueTestsPass(ctx context.Context, l *Learner) error {
	tests, err := filepath.Glob(filepath.Join(l.Root, queueSource, "*_test.go"))
	if err != nil {
		return err
	}
	if len(tests) == 0 {
		return errors.New("there are none: steps 3 and 4 put the source and its tests there")
	}
	return testsPass(ctx, l, "./"+queueSource)
}

// serviceIsMeasured: the Service has the length of the queue of its name, measured recently.
func serviceIsMeasured(ctx context.Context, l *Learner) error {
	var list custommetrics.MetricValueList
	if err := ask(ctx, l, "/apis/custom.metrics.k8s.io/v1beta2/namespaces/queue/services/orders/"+queueLength, &list); err != nil {
		return fmt.Errorf("%w: exercise 3 adds it", err)
	}
	series, err := externalSeries(l, "queue", queueLength, labels.SelectorFromSet(labels.Set{"queue": "orders"}))
	if err != nil {
		return notBefore(err)
	}
	if len(series) != 1 || len(list.Items) != 1 {
		return fmt.Errorf("it has %d values, and the queue orders has %d: want one of each", len(list.Items), len(series))
	}
	switch one := list.Items[0]; {
	case one.Value.Cmp(series[0].Value) != 0:
		return fmt.Errorf("it is %s, and the queue orders has %s: if that has only just changed, check again", one.Value.String(), series[0].Value.String())
	case time.Since(one.Timestamp.Time) > recently:
		return fmt.Errorf("it was measured %s ago: a sample's time is when the endpoint measured it", time.Since(one.Timestamp.Time).Round(time.Second))
	}
	return nil
}

func testsPass(ctx context.Context, l *Learner, folder string) error {
	if err := gocommand.Command(ctx, l.Root, "test", folder).Run(); err != nil {
		return fmt.Errorf("%w: type go test %s to see why", err, folder)
	}
	return nil
}

// queuesAreMeasured: there is at least one series, each of a queue of its own,
// and none is old.
func queuesAreMeasured(l *Learner, metric, step string) error {
	series, err := externalSeries(l, "queue", metric, labels.Everything())
	if err != nil {
		return fmt.Errorf("%w: %s", err, step)
	}
	names := map[string]bool{}
	for _, one := range series {
		names[one.MetricLabels["queue"]] = true
		if age := time.Since(one.Timestamp.Time); age > recently {
			return fmt.Errorf("queue %q was measured %s ago: a sample's time is when the endpoint measured it", one.MetricLabels["queue"], age.Round(time.Second))
		}
	}
	if len(series) == 0 || len(names) < len(series) || names[""] {
		return fmt.Errorf("it has %d series with the queues %q: want one for each queue, with the label queue", len(series), slices.Sorted(maps.Keys(names)))
	}
	return nil
}

// workerScalesOn: the HPA has the metric, read it last time, and is active.
func workerScalesOn(ctx context.Context, l *Learner, metric string, target autoscalingv2.MetricTargetType, step string) error {
	hpa, err := getHPA(ctx, l, "queue", "worker", "step 6 makes it")
	if err != nil {
		return err
	}
	wanted := externalOf(hpa, metric, "orders")
	if wanted == nil {
		return fmt.Errorf("it has no external metric %s with the selector queue=orders: %s", metric, step)
	}
	if has := wanted.Target.Type; has != target {
		return fmt.Errorf("the target of %s is of the type %s, which makes no sense for it", metric, has)
	}
	if err := isActive(hpa); err != nil {
		return err
	}
	read := slices.ContainsFunc(autoscaling.Metrics(hpa), func(m autoscaling.Metric) bool {
		return m.Type == autoscalingv2.ExternalMetricSourceType && m.Name == metric && m.Current != nil
	})
	if !read {
		return fmt.Errorf("it has not read %s yet: wait a second", metric)
	}
	return nil
}
