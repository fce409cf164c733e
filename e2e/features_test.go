package e2e

import (
	"testing"

	"example.com/metrics-lab/scripts/lab/lab"
)

// TestLab runs every feature against the lab, one after the other: the sample
// metrics grow at each read, so what is read at once cannot be asserted.
func TestLab(t *testing.T) {
	openStamp(t)
	testenv.Test(t,
		apiServicesAreAvailable(),
		metricsAreDiscovered(),
		metricByName(),
		metricBySelector(),
		metricOfRootScopedObjects(),
		metricsThatAreNotThere(),
		externalMetricBySelector(),
		hpaScalesUp(),
	)
}

// TestPods runs what only a cluster with real nodes can show.
func TestPods(t *testing.T) {
	if clusterKind != lab.Kind {
		t.Skipf("the %s cluster runs no pods", clusterKind)
	}
	testenv.Test(t,
		adapterRunsInAPod(),
		adapterPodIsReplaced(),
		adapterHasTwoReplicas(),
	)
}
