package live

import (
	"fmt"
	"time"

	"k8s.io/apimachinery/pkg/runtime/schema"

	"example.com/metrics-lab/play/engine"
)

// deployment is the only kind of workload that is made.
var deployment = schema.GroupKind{Group: "apps", Kind: "Deployment"} //nolint:gochecknoglobals // it never changes

// Playable tells what of an input a cluster cannot play: nil if it can play all. The error names the field, in the words of a
// scenario file.
func Playable(in engine.Input, syncPeriod time.Duration) error {
	if err := sameController(in.Controller, syncPeriod); err != nil {
		return err
	}
	if in.PodLimit != 0 {
		return fmt.Errorf("podLimit: the nodes of a cluster have the room that they have: remove it, or play it simulated")
	}
	if err := oneNamespace(in); err != nil {
		return err
	}
	for _, w := range in.Workloads {
		if err := playableWorkload(w); err != nil {
			return fmt.Errorf("workload %s/%s: %w", w.Kind.Kind, w.Name, err)
		}
	}
	for _, m := range in.Metrics {
		if err := playableMetric(in, m); err != nil {
			return fmt.Errorf("metric %s: %w", m.Name, err)
		}
	}
	return nil
}

// sameController tells whether the controller of the cluster is the one of the input.
func sameController(flags engine.Controller, syncPeriod time.Duration) error {
	if flags.SyncPeriod != syncPeriod {
		return fmt.Errorf("controller.syncPeriod is %s, and that of the cluster is %s: write %s, or make a cluster with --hpa-sync-period %s",
			flags.SyncPeriod, syncPeriod, syncPeriod, flags.SyncPeriod)
	}
	defaults := engine.DefaultController()
	for _, flag := range []struct {
		name       string
		have, want any
	}{
		{"tolerance", flags.Tolerance, defaults.Tolerance},
		{"downscaleStabilization", flags.DownscaleStabilization, defaults.DownscaleStabilization},
		{"cpuInitializationPeriod", flags.CPUInitializationPeriod, defaults.CPUInitializationPeriod},
		{"initialReadinessDelay", flags.InitialReadinessDelay, defaults.InitialReadinessDelay},
	} {
		if flag.have != flag.want {
			return fmt.Errorf("controller.%s is %v, and that of the cluster is %v: remove it, or play it simulated", flag.name, flag.have, flag.want)
		}
	}
	return nil
}

// oneNamespace tells whether all is in one: a play has one of its own.
func oneNamespace(in engine.Input) error {
	if len(in.HPAs) == 0 {
		return fmt.Errorf("manifests: there is no HPA to play")
	}
	one := in.HPAs[0].Namespace
	var others []string
	for _, hpa := range in.HPAs {
		others = append(others, hpa.Namespace)
	}
	for _, w := range in.Workloads {
		others = append(others, w.Namespace)
	}
	for _, m := range in.Metrics {
		others = append(others, m.Namespace)
	}
	for _, other := range others {
		if other != one {
			return fmt.Errorf("namespace: there are several, %s and %s, and a cluster plays in one: split the scenario, or play it simulated", one, other)
		}
	}
	return nil
}

func playableWorkload(w engine.Workload) error {
	switch {
	case w.Kind != deployment:
		return fmt.Errorf("target: a cluster plays Deployments only: write one in its place, or play it simulated")
	case w.Selector == "":
		return fmt.Errorf("selector: a Deployment needs one: write it in the manifest")
	case w.Serving != nil:
		return fmt.Errorf("serves: pods of a lab do no work: write the metrics as curves, or play it simulated")
	case w.Startup.Pending != 0 || w.Startup.Max != 0 || w.Startup.Fail != 0:
		return fmt.Errorf("startup: pods of a cluster start in their own time: remove it, or play it simulated")
	}
	return nil
}
