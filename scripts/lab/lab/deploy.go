package lab

import (
	"context"
	"time"

	"k8s.io/client-go/rest"

	"example.com/metrics-lab/scripts/lab/adapter"
	"example.com/metrics-lab/scripts/lab/certificate"
	"example.com/metrics-lab/scripts/lab/embedded"
	"example.com/metrics-lab/scripts/lab/manifest"
)

// deployAdapter builds the adapter, applies its manifests, and starts it
// unless it runs and is the same. The APIServices come last, when the adapter
// answers: the API server looks again only after seconds at one that did not.
func (u *up) deployAdapter(ctx context.Context, config *rest.Config) error {
	done := u.show.Step("adapter")
	changed, err := adapter.Build(ctx, u.options.Root, u.cluster.AdapterProgram())
	if err != nil {
		return err
	}
	runs, err := u.cluster.AdapterRuns(ctx)
	if err != nil {
		return err
	}
	if !runs {
		if err := u.choosePort(ctx); err != nil {
			return err
		}
	}
	ca, serving, err := u.certificates(time.Now())
	if err != nil {
		return err
	}
	pair, err := serving.Read()
	if err != nil {
		return err
	}
	objects, err := manifest.Build(u.options.Root, "overlays/embedded",
		adapter.Given(ca, pair, u.record.AdapterPort))
	if err != nil {
		return err
	}
	apiServices, others := manifest.Kinds(objects, "APIService")
	if err := manifest.Apply(ctx, config, others); err != nil {
		return err
	}
	if changed || !runs {
		if err := u.restartAdapter(ctx, config, ca, serving); err != nil {
			return err
		}
	}
	done("port %d, log %s", u.record.AdapterPort, u.cluster.AdapterLog())

	done = u.show.Step("metrics APIs")
	if err := manifest.Apply(ctx, config, apiServices); err != nil {
		return err
	}
	if err := adapter.WaitAvailable(ctx, config); err != nil {
		return err
	}
	done("custom v1beta1 and v1beta2, external v1beta1: available")
	return nil
}

func (u *up) restartAdapter(ctx context.Context, config *rest.Config, ca certificate.Pair, serving certificate.Files) error {
	kubeconfig, err := u.cluster.WriteAdapterKubeconfig(ctx, config)
	if err != nil {
		return err
	}
	return u.cluster.RestartAdapter(ctx, embedded.Adapter{
		Port: u.record.AdapterPort, Serving: serving, CA: ca, Kubeconfig: kubeconfig,
	})
}

// choosePort keeps the port that the adapter had, unless another program has
// taken it meanwhile.
func (u *up) choosePort(ctx context.Context) error {
	if u.record.AdapterPort != 0 && embedded.PortFree(ctx, u.record.AdapterPort) {
		return nil
	}
	free, err := embedded.FreePorts(ctx, 1)
	if err != nil {
		return err
	}
	u.record.AdapterPort = free[0]
	return u.lab.Save(u.record)
}

// certificates makes the adapter's serving certificate, and the authority that
// signs it, where they are not there yet or the leaf nears its end.
func (u *up) certificates(now time.Time) (ca certificate.Pair, serving certificate.Files, err error) {
	folder := u.lab.Path("pki")
	serving = certificate.In(folder, "serving")
	ca, err = certificate.In(folder, "serving-ca").Ensure(nil, now, func() (certificate.Pair, error) {
		return certificate.NewCA("metrics-lab serving", now)
	})
	if err != nil {
		return ca, serving, err
	}
	_, err = serving.Ensure(&ca, now, func() (certificate.Pair, error) {
		return ca.NewServer(now, adapter.ServerName)
	})
	return ca, serving, err
}
