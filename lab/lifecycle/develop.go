package lifecycle

import (
	"context"
	"fmt"
	"io"
	"maps"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/yaml"

	"example.com/metrics-lab/lab/adapter"
	"example.com/metrics-lab/lab/certificate"
	"example.com/metrics-lab/lab/console"
	"example.com/metrics-lab/lab/manifest"
	"example.com/metrics-lab/lab/state"
)

// Development is a lab whose adapter is worked on. Up ends that: it puts the
// adapter back as it is for everybody else.
type Development struct {
	root    string
	lab     state.Folder
	record  state.Record
	cluster cluster
	debug   bool
}

// Develop returns a lab that is up. root is the repository's top folder; with
// debug the adapter is compiled for delve and runs under it. show shows how that
// goes on.
func Develop(name, root string, debug bool, show *console.Console) (*Development, error) {
	l, record, err := complete(name)
	if err != nil {
		return nil, err
	}
	return &Development{root: root, lab: l, record: record, cluster: existing(l, record, root, show), debug: debug}, nil
}

// Build compiles the adapter and puts it where it is started from. On embedded
// the lab's own is stopped then; one that is in development is left to whoever
// started it. On kind one that Deploy has put there is replaced at once.
func (d *Development) Build(ctx context.Context, show *console.Console) error {
	if err := d.cluster.Develop(ctx, d.debug); err != nil || d.record.Development {
		return err
	}
	_, err := d.takeOver(ctx, show)
	return err
}

// Run replaces the adapter of an embedded lab with the one that was built last,
// and runs that one until ctx ends.
func (d *Development) Run(ctx context.Context, show *console.Console) error {
	serving, err := d.takeOver(ctx, show)
	if err != nil {
		return err
	}
	return d.cluster.RunAdapter(ctx, serving, d.debug)
}

// takeOver stops the adapter that runs on this machine, and returns what the next
// one serves with.
func (d *Development) takeOver(ctx context.Context, show *console.Console) (adapter.TLS, error) {
	unlock, err := lock(ctx, d.lab, show)
	if err != nil {
		return adapter.TLS{}, err
	}
	defer unlock()
	serving, err := servingTLS(d.lab, time.Now())
	if err != nil {
		return adapter.TLS{}, err
	}
	stopped, err := d.cluster.TakeOver(ctx)
	if err == nil && stopped {
		err = d.begin()
	}
	return serving, err
}

// begin notes that the adapter is not that of the last Up any more. The lock is held.
func (d *Development) begin() error {
	record, err := d.lab.Load()
	if err != nil {
		return err
	}
	record.Code, record.Development = "", true
	return d.lab.Save(record)
}

// Deploy puts the development overlay into a kind lab, in which the adapter runs
// that Build has put there last, and writes its Deployment to out. Like Up it
// returns ErrForeign.
func (d *Development) Deploy(ctx context.Context, show *console.Console, out io.Writer) error {
	unlock, err := lock(ctx, d.lab, show)
	if err != nil {
		return err
	}
	defer unlock()
	if err := checkForeign(ctx, d.lab.Name, d.cluster); err != nil {
		return err
	}
	overlay, err := d.cluster.PrepareOverlay(ctx, d.debug)
	if err != nil {
		return err
	}
	if err := d.begin(); err != nil {
		return err
	}
	objects, err := d.objects(overlay)
	if err != nil {
		return err
	}
	if err := d.apply(ctx, objects); err != nil {
		return err
	}
	deployment, err := d.cluster.Deployment(ctx)
	if err != nil {
		return err
	}
	data, err := yaml.Marshal(deployment)
	if err != nil {
		return fmt.Errorf("write the adapter's Deployment: %w", err)
	}
	_, err = out.Write(data)
	return err
}

func (d *Development) apply(ctx context.Context, objects []*unstructured.Unstructured) error {
	administrators, err := d.cluster.Clients()
	if err != nil {
		return err
	}
	return manifest.Apply(ctx, administrators, objects)
}

// Renew gives the adapter a new certificate of the same authority. It takes it up
// by itself: at once on embedded, within two minutes in a pod.
func (d *Development) Renew(ctx context.Context, show *console.Console) error {
	unlock, err := lock(ctx, d.lab, show)
	if err != nil {
		return err
	}
	defer unlock()
	pki := d.lab.Path("pki")
	ca, err := certificate.SeparateFiles(pki, "serving-ca").Read()
	if err != nil {
		return err
	}
	_, err = certificate.CombinedFile(pki, "serving").Renew(func() (certificate.Pair, error) {
		return ca.NewServer(time.Now(), adapter.ServerName)
	})
	if err != nil {
		return err
	}
	objects, err := d.objects("overlays/" + d.record.Cluster)
	if err != nil {
		return err
	}
	secrets, _ := manifest.Kinds(objects, "Secret")
	return d.apply(ctx, secrets)
}

// objects builds an overlay with the lab's certificates.
func (d *Development) objects(overlay string) ([]*unstructured.Unstructured, error) {
	serving, err := servingTLS(d.lab, time.Now())
	if err != nil {
		return nil, err
	}
	pair, err := serving.Serving.Read()
	if err != nil {
		return nil, err
	}
	files := manifest.Files{}
	maps.Copy(files, adapter.Certificates(serving.CA, pair))
	return manifest.Build(d.root, overlay, files)
}
