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
	"example.com/metrics-lab/lab/cluster/embedded"
	"example.com/metrics-lab/lab/cluster/kind"
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
	if _, err := Open(name); err != nil {
		return nil, err
	}
	l, record, err := load(name)
	if err != nil {
		return nil, err
	}
	d := &Development{root: root, lab: l, record: record, debug: debug}
	progress := show.NewBuild("the adapter")
	if record.Cluster == Kind {
		d.cluster = &kind.Cluster{Lab: l, Root: root, Progress: progress}
	} else {
		d.cluster = &embedded.Cluster{Lab: l, Root: root, Progress: progress}
	}
	return d, nil
}

// Build compiles the adapter and puts it where it is started from. On kind one
// that Deploy has put there is replaced by it at once.
func (d *Development) Build(ctx context.Context) error { return d.cluster.Develop(ctx, d.debug) }

// Run replaces the adapter of an embedded lab with the one that was built last,
// and runs that one until ctx ends.
func (d *Development) Run(ctx context.Context, show *console.Console) error {
	c, ok := d.cluster.(*embedded.Cluster)
	if !ok {
		return fmt.Errorf("the adapter runs in a pod on the %s cluster: use lab dev deploy", d.record.Cluster)
	}
	config, err := c.Config()
	if err != nil {
		return err
	}
	unlock, err := lock(ctx, d.lab, show)
	if err != nil {
		return err
	}
	err = d.begin()
	if err == nil {
		err = c.StopAdapter(ctx)
	}
	var id adapter.TLS
	if err == nil {
		id, err = servingTLS(d.lab, time.Now())
	}
	unlock()
	if err != nil {
		return err
	}
	return c.RunAdapter(ctx, config, id, d.debug)
}

// begin notes that the adapter is not that of the last Up any more. The lock is held.
func (d *Development) begin() error {
	record, err := d.lab.Load()
	if err != nil {
		return err
	}
	record.Code = ""
	return d.lab.Save(record)
}

// Deploy puts the development overlay into a kind lab, in which the adapter runs
// that Build has put there last, and writes its Deployment to out.
func (d *Development) Deploy(ctx context.Context, show *console.Console, out io.Writer) error {
	c, ok := d.cluster.(*kind.Cluster)
	if !ok {
		return fmt.Errorf("no pods run on the %s cluster: use lab dev run", d.record.Cluster)
	}
	unlock, err := lock(ctx, d.lab, show)
	if err != nil {
		return err
	}
	defer unlock()
	if err := d.begin(); err != nil {
		return err
	}
	overlay, err := c.PrepareOverlay(ctx, d.debug)
	if err != nil {
		return err
	}
	objects, err := d.objects(overlay)
	if err != nil {
		return err
	}
	config, err := c.Config()
	if err != nil {
		return err
	}
	if err := manifest.Apply(ctx, config, objects); err != nil {
		return err
	}
	deployment, err := c.Deployment(ctx)
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
	config, err := d.cluster.Config()
	if err != nil {
		return err
	}
	secrets, _ := manifest.Kinds(objects, "Secret")
	return manifest.Apply(ctx, config, secrets)
}

// objects builds an overlay with the lab's certificates.
func (d *Development) objects(overlay string) ([]*unstructured.Unstructured, error) {
	id, err := servingTLS(d.lab, time.Now())
	if err != nil {
		return nil, err
	}
	serving, err := id.Serving.Read()
	if err != nil {
		return nil, err
	}
	files := manifest.Files{}
	maps.Copy(files, adapter.Certificates(id.CA, serving))
	return manifest.Build(d.root, overlay, files)
}
