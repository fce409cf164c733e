package scenario

import (
	"path/filepath"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"example.com/metrics-lab/adapter/api/v1alpha1"
	"example.com/metrics-lab/adapter/simulation"
	"example.com/metrics-lab/play/engine"
)

// bounds are those of values, in milli-units.
type bounds struct {
	least, most int64
	of          string
}

// valueFields are those of a value over time, as in the spec of a SimulatedMetric, or of a trace in their place.
var valueFields = []string{"value", "curve", "trace", "interpolation", "repeat", "faults"} //nolint:gochecknoglobals // it never changes

// value reads a value over time, and gives it as it is declared too.
func (s *suite) value(f fields, share v1alpha1.Share, in bounds) (v simulation.Value, declared v1alpha1.Simulation) {
	before := len(f.found)
	declared = v1alpha1.Simulation{Faults: faults(f.get("faults"))}
	switch c := f.one("value", "curve", "trace"); c.name {
	case "value":
		if value, ok := c.quantity(); ok {
			declared.Value = &value
			in.check(c, value)
		}
	case "curve":
		declared.Curve = curve(c, in)
	case "trace":
		declared.Curve = s.trace(c, in)
	}
	if c := f.get("interpolation"); c.there() {
		declared.Interpolation = v1alpha1.Interpolation(c.word(string(v1alpha1.Linear), string(v1alpha1.Step)))
		f.needsCurve(c, declared)
	}
	if c := f.get("repeat"); c.flag(false) {
		declared.Repeat = true
		if f.needsCurve(c, declared); len(declared.Curve) == 1 {
			c.wrong("a curve that repeats needs at least two points: the last one says when it begins anew")
		}
	}
	if len(f.found) > before {
		return v, declared
	}
	v, err := simulation.New(declared, share, engine.Start)
	if err != nil {
		f.wrong("%v", err)
	}
	return v, declared
}

func (f fields) needsCurve(c cursor, declared v1alpha1.Simulation) {
	if declared.Value != nil {
		c.wrong("%s needs a curve or a trace: write one instead of value, or remove it", c.name)
	}
}

// curve reads points, in order of time.
func curve(c cursor, in bounds) (points []v1alpha1.Point) {
	all := c.list("a point", maxCurve)
	if c.there() && c.sequence() && len(all) == 0 {
		c.wrong(`curve has no points: write some, such as [{at: 0s, value: "10"}, {at: 60s, value: "400"}]`)
	}
	for _, p := range all {
		f := p.fields("at", "value")
		at, ok := f.need("at", "60s").duration(0, maxDuration)
		value, valued := f.need("value", `"400"`).quantity()
		if !ok || !valued {
			continue
		}
		if n := len(points); n > 0 && at <= points[n-1].At.Duration {
			f.get("at").wrong("the point at %s comes after the one at %s: write the points in order of time", brief(at), brief(points[n-1].At.Duration))
		}
		in.check(f.get("value"), value)
		points = append(points, v1alpha1.Point{At: metav1.Duration{Duration: at}, Value: value})
	}
	return points
}

// trace reads the points of a file beside the scenario.
func (s *suite) trace(c cursor, in bounds) []v1alpha1.Point {
	path, ok := c.text()
	if !ok {
		return nil
	}
	if !filepath.IsAbs(path) {
		path = filepath.Join(filepath.Dir(s.file), path)
	}
	key := traced{path, in}
	if points, known := s.traces[key]; known {
		return points
	}
	data, err := readFile(path, maxTrace)
	if err != nil {
		c.wrong("%v", err)
		return nil
	}
	points := readTrace(c.report, path, data, in)
	if s.traces == nil {
		s.traces = map[traced][]v1alpha1.Point{}
	}
	s.traces[key] = points
	return points
}

// traced is a trace that was read for a purpose: several tests may use one.
type traced struct {
	path string
	in   bounds
}

// faults reads those of a SimulatedMetric.
func faults(c cursor) *v1alpha1.Faults {
	if !c.there() {
		return nil
	}
	f := c.fields("errorRate", "errorCode", "errorMessage", "seed", "latency", "staleFor", "missing")
	declared := &v1alpha1.Faults{ErrorMessage: f.get("errorMessage").string(), Missing: f.get("missing").flag(false)}
	if rate, ok := f.get("errorRate").share(); ok {
		declared.ErrorRate = &rate
	}
	if code, ok := f.get("errorCode").integer(400, 599); ok {
		declared.ErrorCode = int32(code) //nolint:gosec // bounded
	}
	declared.Seed, _ = f.get("seed").integer(0, 1<<62)
	for _, name := range []string{"errorCode", "errorMessage", "seed"} {
		if c := f.get(name); c.there() && !f.get("errorRate").there() {
			c.wrong(`%s needs an errorRate, from 0 to 1: write "1" for errors only`, name)
		}
	}
	declared.Latency = period(f.get("latency"), time.Minute)
	declared.StaleFor = period(f.get("staleFor"), maxDuration)
	return declared
}

func period(c cursor, most time.Duration) *metav1.Duration {
	if d, ok := c.duration(0, most); ok {
		return &metav1.Duration{Duration: d}
	}
	return nil
}
