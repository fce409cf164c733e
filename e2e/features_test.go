package e2e

import "testing"

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
