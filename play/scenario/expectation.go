package scenario

import (
	"fmt"
	"strings"
	"time"

	autoscalingv2 "k8s.io/api/autoscaling/v2"

	"example.com/metrics-lab/play/engine"
)

// Expectation is one thing that is expected of how a play goes for one HPA.
type Expectation struct {
	// Test is the name of the test that it belongs to, File and Line where it is written.
	Test string `json:"test"`
	File string `json:"file"`
	Line int    `json:"line"`
	// Namespace and HPA say of which HPA.
	Namespace string `json:"namespace"`
	HPA       string `json:"hpa"`
	// Name says in words what is expected: "replicas from 3 to 10 between 5m and 20m".
	Name string `json:"expectation"`

	check check
}

// Failure is an expectation that was not met.
type Failure struct {
	Expectation
	// At is the first moment at which it was clear, since the start of the play.
	At time.Duration `json:"at"`
	// Want and Got are what was expected at that moment, and what came: "at most 12 replicas", "14 replicas".
	Want string `json:"want"`
	Got  string `json:"got"`
}

func (f Failure) String() string {
	return fmt.Sprintf("%s:%d: %s: HPA %s: at %s: want %s, got %s", f.File, f.Line, f.Test, nameOf(f.Namespace, f.HPA), brief(f.At), f.Want, f.Got)
}

// check looks at how a play went; nil is as expected.
type check func(result *engine.Result, p *engine.Played) *miss

// miss is when it did not go as expected, what was expected, and what came.
type miss struct {
	at        time.Duration
	want, got string
}

func missed(at time.Duration, want, got string) *miss { return &miss{at, want, got} }

// Check tells what is not as expected; nil if all is. For a play that was interrupted, its last state stands for what would
// have come: whoever interrupts it knows.
func (e Expectation) Check(result *engine.Result) *Failure {
	for _, p := range result.HPAs {
		if p.Namespace != e.Namespace || p.Name != e.HPA {
			continue
		}
		if m := e.check(result, p); m != nil {
			return &Failure{e, m.at, m.want, m.got}
		}
		return nil
	}
	return &Failure{e, 0, "a play of the HPA", "none"}
}

// expecting is what an expectation is read with.
type expecting struct {
	in  engine.Input
	hpa *autoscalingv2.HorizontalPodAutoscaler
}

// expectation reads one.
func (s *suite) expectation(c cursor, in engine.Input) (e Expectation, ok bool) {
	before := len(c.found)
	kinds := []string{"replicas", "reaches", "never", "directionChanges", "value", "condition", "event", "cost"}
	f := c.fields(append([]string{"hpa"}, kinds...)...)
	x := &expecting{in: in, hpa: s.hpa(f)}
	kind := f.one(kinds...)
	if x.hpa == nil || len(c.found) > before {
		return e, false
	}
	e = Expectation{File: s.file, Line: c.line, Namespace: x.hpa.Namespace, HPA: x.hpa.Name}
	read := map[string]func(cursor) (string, check){
		"replicas": x.replicas, "reaches": x.reaches, "never": x.never, "directionChanges": x.changes,
		"value": x.value, "condition": x.condition, "event": x.event, "cost": x.cost,
	}[kind.name]
	e.Name, e.check = read(kind)
	return e, len(c.found) == before
}

// hpa is the one that an expectation is about: the only one, unless it says which.
func (s *suite) hpa(f fields) *autoscalingv2.HorizontalPodAutoscaler {
	c := f.get("hpa")
	text, said := c.text()
	var found []*autoscalingv2.HorizontalPodAutoscaler
	var names []string
	for _, hpa := range s.manifests.hpas {
		full := nameOf(hpa.Namespace, hpa.Name)
		if !said || text == hpa.Name || text == full {
			found = append(found, hpa)
		}
		if strings.Contains(text, "/") {
			names = append(names, full)
		} else {
			names = append(names, hpa.Name)
		}
	}
	switch {
	case len(found) == 1:
		return found[0]
	case c.there() && !said:
	case said && len(found) == 0:
		c.wrong("there is no HPA %s: %s", text, oneOf(text, names))
	case said:
		c.wrong("there are %d HPAs %s: write one with its namespace: hpa: %s", len(found), text, nameOf(found[0].Namespace, found[0].Name))
	default:
		f.wrong("%s does not say of which of %d HPAs it is: write hpa: %s", f.name, len(found), found[0].Name)
	}
	return nil
}

// moment reads a moment of the play, which counts from its start.
func (x *expecting) moment(c cursor, otherwise time.Duration) time.Duration {
	at, ok := c.duration(0, maxDuration)
	switch {
	case !ok:
		return otherwise
	case at > x.in.Duration:
		c.wrong("%s %s is after the end of the test: write at most its duration, %s", c.name, brief(at), brief(x.in.Duration))
	}
	return at
}

// window reads from and to.
func (x *expecting) window(f fields) (from, to time.Duration) {
	from, to = x.moment(f.get("from"), 0), x.moment(f.get("to"), x.in.Duration)
	if from >= to {
		f.wrong("%s is never: write a from (%s) that is before to (%s)", f.name, brief(from), brief(to))
	}
	return from, to
}
