package lifecycle

import (
	"context"
	"fmt"
	"maps"
	"time"

	"example.com/metrics-lab/lab/adapter"
	"example.com/metrics-lab/lab/certificate"
	"example.com/metrics-lab/lab/clients"
	"example.com/metrics-lab/lab/manifest"
	"example.com/metrics-lab/lab/state"
)

// deployAdapter prepares the adapter, applies its manifests and starts it. The
// APIServices come last, when the adapter answers: the API server looks again
// only after seconds at one that did not.
func (u *up) deployAdapter(ctx context.Context, c *clients.Clients) error {
	done := u.show.Step("adapter")
	if note := otherCheckout(u.record, u.options.Root); note != "" {
		u.show.Interrupt()
		u.show.Say("    %s", note)
	}
	u.record.Root = u.options.Root
	// Before it is compiled: what changes meanwhile is not in it, for all that is known.
	code, err := adapter.Code(u.options.Root)
	if err != nil {
		return err
	}
	u.record.Code = code
	files, err := u.cluster.PrepareAdapter(ctx)
	if err != nil {
		return err
	}
	serving, err := servingTLS(u.lab, time.Now())
	if err != nil {
		return err
	}
	pair, err := serving.Serving.Read()
	if err != nil {
		return err
	}
	maps.Copy(files, adapter.Certificates(serving.CA, pair))
	objects, err := manifest.Build(u.options.Root, "overlays/"+u.record.Cluster, files)
	if err != nil {
		return err
	}
	apiServices, others := manifest.Kinds(objects, "APIService")
	if err := manifest.Apply(ctx, c, others); err != nil {
		return err
	}
	started, err := u.cluster.StartAdapter(ctx, serving)
	if err != nil {
		return err
	}
	u.record.Development = started.Development
	if started.Development {
		started.Where += fmt.Sprintf(", the one of live development: once that has ended, `%s` starts the lab's", state.Make("up", u.lab.Name))
	}
	done("%s", started.Where)

	done = u.show.Step("metrics APIs")
	if err := manifest.Apply(ctx, c, apiServices); err != nil {
		return err
	}
	if err := adapter.WaitAvailable(ctx, c); err != nil {
		return err
	}
	done("custom, external and resource metrics")
	return nil
}

// otherCheckout says that the lab's adapter was another checkout's, which whoever made it there should not find out by a
// surprise. It is empty if it was not, or if that is not known.
func otherCheckout(record state.Record, root string) string {
	if record.Root == "" || record.Root == root {
		return ""
	}
	return fmt.Sprintf("the adapter was from the checkout %s: that of %s takes its place", record.Root, root)
}

// servingTLS makes the adapter's serving certificate, and the authority that
// signs it, where they are not there yet or the leaf nears its end.
func servingTLS(l state.Folder, now time.Time) (adapter.TLS, error) {
	folder := l.Path("pki")
	serving := certificate.CombinedFile(folder, "serving")
	ca, err := certificate.SeparateFiles(folder, "serving-ca").Ensure(nil, now, func() (certificate.Pair, error) {
		return certificate.NewCA("metrics-lab serving", now)
	})
	if err != nil {
		return adapter.TLS{}, err
	}
	_, err = serving.Ensure(&ca, now, func() (certificate.Pair, error) {
		return ca.NewServer(now, adapter.ServerName)
	})
	return adapter.TLS{Serving: serving, CA: ca}, err
}
