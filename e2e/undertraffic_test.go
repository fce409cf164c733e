package e2e

import (
	"context"
	"os"
	"testing"

	"sigs.k8s.io/e2e-framework/pkg/envconf"
	"sigs.k8s.io/e2e-framework/pkg/features"
	"sigs.k8s.io/e2e-framework/pkg/types"

	"example.com/metrics-lab/e2e/traffic"
	"example.com/metrics-lab/lab/console"
	"example.com/metrics-lab/lab/host/wait"
	"example.com/metrics-lab/lab/lifecycle"
)

// killedUnderTraffic is the shortest of the faults that the package chaos tries: no answer is wrong before, during and after.
func killedUnderTraffic() types.Feature {
	return underTraffic("adapter is killed under traffic", "killed-traffic", func(ctx context.Context, t *testing.T, cfg *envconf.Config, running *traffic.Traffic) {
		killAdapter(ctx, t, cfg)
		var all traffic.Report
		err := wait.For(ctx, "all answers to be right again", rolloutTimeout, 4*poll, func(context.Context) (bool, string, error) {
			now := running.Take()
			all.Add(now)
			return now.Requests > 0 && now.Failed == 0, all.String(), nil
		})
		if err != nil || all.Wrong > 0 {
			t.Errorf("%v: %s", err, all)
		}
	})
}

// renewedUnderTraffic: nobody notices that the certificate is another one. In a pod it may take two minutes, which is too
// long here.
func renewedUnderTraffic() types.Feature {
	return underTraffic("certificate is renewed under traffic", "renewed-traffic", func(ctx context.Context, t *testing.T, _ *envconf.Config, running *traffic.Traffic) {
		root, err := lifecycle.FindRoot()
		if err != nil {
			t.Fatal(err)
		}
		dev, err := lifecycle.Develop(provider.Lab().Name, root, false, console.New(os.Stderr))
		if err != nil {
			t.Fatal(err)
		}
		for range 3 {
			if err := dev.Renew(ctx, console.New(os.Stderr)); err != nil {
				t.Fatal(err)
			}
			enough(ctx, t, running)
		}
	})
}

// underTraffic runs a step while questions are asked, which were answered right before.
func underTraffic(name, ns string, step func(context.Context, *testing.T, *envconf.Config, *traffic.Traffic)) types.Feature {
	return features.New(name).
		Assess("no answer is wrong", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			workload, err := traffic.NewWorkload(ctx, clientsOf(t, cfg), ns)
			if err != nil {
				t.Fatal(err)
			}
			running, err := traffic.Start(ctx, restConfig(cfg), workload.Questions())
			if err != nil {
				t.Fatal(err)
			}
			defer running.Stop()
			err = wait.For(ctx, "all answers to be right", seenTimeout, 4*poll, func(context.Context) (bool, string, error) {
				r := running.Take()
				return r.Requests > 0 && r.Failed+r.Wrong == 0, r.String(), nil
			})
			if err != nil {
				t.Fatal(err)
			}
			step(ctx, t, cfg, running)
			return ctx
		}).
		WithTeardown("namespace", deleteNamespace(ns)).
		Feature()
}

// enough waits for some answers, which all have to be right.
func enough(ctx context.Context, t *testing.T, running *traffic.Traffic) {
	t.Helper()
	var all traffic.Report
	err := wait.For(ctx, "answers", seenTimeout, poll, func(context.Context) (bool, string, error) {
		all.Add(running.Take())
		return all.Requests >= 50, all.String(), nil
	})
	if err != nil || all.Failed+all.Wrong > 0 {
		t.Errorf("%v: %s", err, all)
	}
}
