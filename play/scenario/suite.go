package scenario

import (
	"time"

	"k8s.io/apimachinery/pkg/types"

	"example.com/metrics-lab/adapter/api/v1alpha1"

	"example.com/metrics-lab/play/engine"
)

// suite is what the tests of a file have in common.
type suite struct {
	file       string
	manifests  *manifests
	controller engine.Controller
	traces     map[traced][]v1alpha1.Point
}

// Test is one play, and what is expected of it.
type Test struct {
	Name string
	// File and Line are where it is written.
	File string
	Line int
	// Input is what to play. HPAs may be shared with other tests.
	Input  engine.Input
	Expect []Expectation
}

// Check tells which expectations a result does not meet.
func (t *Test) Check(result *engine.Result) (failures []Failure) {
	for _, e := range t.Expect {
		if f := e.Check(result); f != nil {
			failures = append(failures, *f)
		}
	}
	return failures
}

// test reads one.
func (s *suite) test(c cursor) Test {
	before := len(c.found)
	f := c.fields("name", "duration", "podLimit", "sampleEvery", "workloads", "metrics", "unserved", "expect")
	t := Test{Name: f.need("name", "a flash crowd").string(), File: s.file, Line: c.line}
	t.Input = engine.Input{Controller: s.controller, HPAs: s.manifests.hpas}
	t.Input.Duration, _ = f.need("duration", "30m").duration(time.Second, maxDuration)
	if limit, ok := f.get("podLimit").integer(1, maxReplicas); ok {
		t.Input.PodLimit = int(limit)
	}
	t.Input.SampleEvery, _ = f.get("sampleEvery").duration(time.Second, maxDuration)
	if samples := int64(t.Input.Duration/max(t.Input.SampleEvery, time.Second)) * int64(len(t.Input.HPAs)); t.Input.SampleEvery > 0 && samples > maxLooks {
		f.get("sampleEvery").wrong("there would be %d samples: write a longer sampleEvery, for at most %d", samples, maxLooks)
	}
	if looks := int64(t.Input.Duration/s.controller.SyncPeriod) * int64(len(t.Input.HPAs)); looks > maxLooks {
		f.get("duration").wrong("the controller would look at HPAs %d times: shorten the duration, or write a longer syncPeriod, for at most %d", looks, maxLooks)
	}
	if len(s.manifests.hpas) == 0 || s.manifests.broken {
		return t // what is about HPAs would be wrong only since they are missing
	}
	w := &workloads{suite: s, cursor: c}
	t.Input.Workloads = w.read(f.get("workloads"))
	m := &metrics{suite: s, workloads: t.Input.Workloads}
	t.Input.Metrics = m.read(f.get("metrics"))
	if len(c.found) == before {
		m.covers(c, f.get("unserved"))
	}
	for _, e := range f.get("expect").list("an expectation", maxElements) {
		if x, ok := s.expectation(e, t.Input); ok {
			x.Test = t.Name
			t.Expect = append(t.Expect, x)
		}
	}
	return t
}

func nameOf(namespace, name string) string {
	return types.NamespacedName{Namespace: namespace, Name: name}.String()
}
