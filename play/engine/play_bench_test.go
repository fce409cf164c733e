package engine

import (
	"fmt"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/labels"

	"example.com/metrics-lab/adapter/api/v1alpha1"
)

// wave is a load that comes and goes each hour.
const wave = `{curve: [{at: 0s, value: "100"}, {at: 30m, value: "900"}, {at: 1h, value: "100"}], repeat: true}`

// report says what an HPA costs for an hour of its time.
func report(b *testing.B, hpas int, duration time.Duration) {
	b.Helper()
	hours := float64(b.N) * float64(hpas) * duration.Hours()
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/hours, "ns/HPA-hour")
}

// bench plays an input over and over. synctest wants a test, which benchmarks have none of; so it is in one of its own.
func bench(b *testing.B, in Input) {
	b.Helper()
	b.ReportAllocs()
	all := func(string, string) (bool, error) { return true, nil }
	testing.RunTests(all, []testing.InternalTest{{Name: b.Name(), F: func(t *testing.T) {
		for b.Loop() {
			Play(t, in, nil)
		}
	}}})
	report(b, len(in.HPAs), in.Duration)
}

// BenchmarkLength: one HPA, and how long it is played.
func BenchmarkLength(b *testing.B) {
	for _, duration := range []time.Duration{time.Hour, 24 * time.Hour, 90 * 24 * time.Hour} {
		if testing.Short() && duration > 24*time.Hour {
			continue
		}
		b.Run(duration.String(), func(b *testing.B) { bench(b, input(b, duration, wave)) })
	}
}

// BenchmarkPods: one HPA for an hour, and how many pods it has.
func BenchmarkPods(b *testing.B) {
	for _, pods := range []int32{10, 100, 1000, 10_000} {
		if testing.Short() && pods > 1000 {
			continue
		}
		b.Run(fmt.Sprint(pods), func(b *testing.B) {
			in := input(b, time.Hour, wave)
			in.Metrics[0].Value = value(b, wave, v1alpha1.Each)
			in.HPAs[0].Spec.MaxReplicas, in.Workloads[0].Replicas = pods, pods
			bench(b, in)
		})
	}
}

// BenchmarkHPAs: a thousand of them for an hour, with 10 pods each, ten in each of a hundred namespaces.
func BenchmarkHPAs(b *testing.B) {
	in := Input{Duration: time.Hour, Controller: DefaultController(), SampleEvery: 15 * time.Second}
	for n := range 1000 {
		name := fmt.Sprintf("web-%d", n)
		h := hpa(b, web)
		h.Name, h.Spec.ScaleTargetRef.Name = name, name
		h.Namespace, h.Spec.Metrics[0].Pods.Metric.Name = fmt.Sprintf("shop-%d", n/10), name
		l := deployment(10)
		l.Namespace, l.Name, l.Selector, l.Pod.Labels = h.Namespace, name, "app="+name, map[string]string{"app": name}
		in.HPAs, in.Workloads = append(in.HPAs, h), append(in.Workloads, l)
		m := podsMetric(value(b, wave, v1alpha1.Each))
		m.Namespace, m.Name = h.Namespace, name
		m.Pods = labels.SelectorFromSet(l.Pod.Labels)
		in.Metrics = append(in.Metrics, m)
	}
	bench(b, in)
}
