package e2e

import (
	"context"
	"os"
	"testing"

	"sigs.k8s.io/e2e-framework/pkg/envconf"
	"sigs.k8s.io/e2e-framework/pkg/features"
	"sigs.k8s.io/e2e-framework/pkg/types"
)

// faultVariable makes a test that ends badly. Package leak sets it, to see that
// nothing is left then.
const faultVariable = "METRICS_LAB_E2E_FAULT"

// TestFault fails, panics or hangs when it is told to.
func TestFault(t *testing.T) {
	fault := os.Getenv(faultVariable)
	if fault == "" {
		t.Skip("for package leak: " + faultVariable + " is not set")
	}
	inOrder(t, faulty(fault))
}

func faulty(fault string) types.Feature {
	return features.New("fault").
		Assess(fault, func(ctx context.Context, t *testing.T, _ *envconf.Config) context.Context {
			switch fault {
			case "fail":
				t.Error("told to fail")
			case "panic":
				panic("told to panic")
			case "hang":
				<-t.Context().Done()
			}
			return ctx
		}).
		Feature()
}
