package e2e

import (
	"testing"

	"sigs.k8s.io/e2e-framework/pkg/types"

	"example.com/metrics-lab/lab/host/stamp"
	"example.com/metrics-lab/lab/lifecycle"
)

// TestLab runs every feature against the lab, one after the other: the sample
// metrics grow at each read, so what is read at once cannot be asserted.
func TestLab(t *testing.T) {
	stamp.Open(stampFile)
	inOrder(t,
		apiServicesAreAvailable(),
		metricsAreDiscovered(),
		groupsAreAggregated(),
		metricByName(),
		metricBySelector(),
		metricOfRootScopedObjects(),
		metricsThatAreNotThere(),
		externalMetricBySelector(),
		hpaScalesUp(),
	)
}

// TestSimulated runs the features that declare what they need. Each has a
// namespace of its own, so they run side by side.
func TestSimulated(t *testing.T) {
	sideBySide(t,
		hpaOnPods(),
		hpaOnObject(),
		hpaOnExternal(),
		hpaFindsFixedPoint(),
		hpaPassesOverEndedPods(),
		hpaFollowsCurve(),
		hpaHoldsWhileReadsFail(),
		hpaSaysThatMetricIsGone(),
		hpaOnCPU(),
		hpaOnMemory(),
		hpaOnContainer(),
		podsStartSlowly(),
		hpaOnManyMetrics(),
		hpaScalesToZero(),
		valuesAreMisread(),
		hpaScalesEachKind(),
		curveIsFollowed(),
		faultsAreSeenByClients(),
		declarationsInConflict(),
		sourcesOfOneMetric(),
		declarationsAreAccepted(),
		statusSaysWhatBecomes(),
		declarationsAreChecked(),
		clusterDeclaration(),
		writeAPI(),
		valueIsSet(),
		declaredMetricsAreDiscovered(),
		answersAgree(),
		formatsAndMistakes(),
		answersOfRootScopedObjectsAgree(),
		declaredSeriesBySelector(),
		customResourceIsDescribed(),
		metricsAreGuarded(),
		rightsAreThese(),
		anonymousIsRefused(),
		nobodyIsTakenForAnother(),
		adminStaysInNamespace(),
		controllerOnlyReads(),
		adapterIsTakenOver(),
		adapterIsLookedInto(),
		podsAreRestricted(),
		hpaWithoutBehavior(),
		hpaWithDefaultBehavior(),
	)
}

// TestHostile runs alone: it looks at how much memory the adapter takes, and reads the
// sample metrics. For a long run: go test ./e2e -run TestHostile -hostile=1000000.
func TestHostile(t *testing.T) {
	inOrder(t, requestsOfNoGoodWill(), declarationsOfNoGoodWill())
}

// TestAdapterIsKilled runs alone: for a moment there are no metrics.
func TestAdapterIsKilled(t *testing.T) {
	features := []types.Feature{adapterIsKilled(), killedUnderTraffic()}
	if provider.Kind() == lifecycle.Embedded {
		features = append(features, renewedUnderTraffic())
	}
	inOrder(t, features...)
}

// TestRegistration runs alone: for a moment there are no metrics.
func TestRegistration(t *testing.T) {
	inOrder(t, wrongAuthority())
}

// TestOwnRights runs alone: a role for a resource of another feature would be one
// that the adapter does not use here. It runs a second adapter, as a process, which
// has the rights that the manifests give to any adapter.
func TestOwnRights(t *testing.T) {
	if provider.Kind() != lifecycle.Embedded {
		t.Skipf("on the %s cluster the adapter runs in a pod, with the same rights", provider.Kind())
	}
	inOrder(t, adapterUsesItsRights())
}

// TestPods runs what only a cluster with real nodes can show.
func TestPods(t *testing.T) {
	if provider.Kind() != lifecycle.Kind {
		t.Skipf("the %s cluster runs no pods", provider.Kind())
	}
	inOrder(t,
		adapterRunsInAPod(),
		adapterHasTwoReplicas(),
	)
}

// TestInstallation runs last: it removes the adapter from the cluster, and
// installs it again.
func TestInstallation(t *testing.T) {
	objects := overlay(t)
	inOrder(t,
		installedTwice(objects),
		foreignAdapter(objects),
		uninstalled(objects),
	)
}
