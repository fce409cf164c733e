package embedded

import (
	"context"
	_ "embed" // stages.yaml
	"fmt"
	"os"
	"slices"
	"time"

	"sigs.k8s.io/yaml"

	"example.com/metrics-lab/lab/certificate"
)

// frontProxy is the common name of the certificate that the API server shows
// to the adapter when it hands over a request.
const frontProxy = "front-proxy-client"

// stages are how kwok has pods live: https://kwok.sigs.k8s.io/docs/user/stages-configuration/
//
//go:embed stages.yaml
var stages []byte

// ports are what the cluster listens on, in the terms of kwokctl's configuration.
func ports() []string {
	return []string{"etcdPort", "etcdPeerPort", "kubeApiserverPort", "kubeControllerManagerPort", "kubeSchedulerPort", "kwokControllerPort"}
}

// configuration is kwokctl's, as far as it is used:
// https://kwok.sigs.k8s.io/docs/generated/apis/#config.kwok.x-k8s.io/v1alpha1.KwokctlConfiguration
type configuration struct {
	APIVersion        string         `json:"apiVersion"`
	Kind              string         `json:"kind"`
	Options           map[string]any `json:"options"`
	ComponentsPatches []patch        `json:"componentsPatches"`
}

type patch struct {
	Name      string     `json:"name"`
	ExtraArgs []extraArg `json:"extraArgs"`
}

type extraArg struct {
	Key   string `json:"key"`
	Value string `json:"value"`
}

// configure writes the configuration that kwokctl makes the cluster from.
func (c *Cluster) configure(ctx context.Context) error {
	if err := c.ensureFrontProxy(time.Now()); err != nil {
		return err
	}
	free, err := freePorts(ctx, len(ports()))
	if err != nil {
		return err
	}
	options := map[string]any{
		"runtime":                     "binary",
		"kubeVersion":                 c.Programs.Kubernetes,
		"bindAddress":                 "127.0.0.1",
		"disableQPSLimits":            true,
		"etcdBinary":                  c.Programs.Path("etcd"),
		"kubeApiserverBinary":         c.Programs.Path("kube-apiserver"),
		"kubeControllerManagerBinary": c.Programs.Path("kube-controller-manager"),
		"kubeSchedulerBinary":         c.Programs.Path("kube-scheduler"),
		"kwokControllerBinary":        c.Programs.Path("kwok"),
		"kubectlBinary":               c.Programs.Path("kubectl"),
	}
	for i, name := range ports() {
		options[name] = free[i]
	}
	data, err := yaml.Marshal(configuration{
		APIVersion: "config.kwok.x-k8s.io/v1alpha1",
		Kind:       "KwokctlConfiguration",
		Options:    options,
		ComponentsPatches: []patch{
			{Name: "kube-apiserver", ExtraArgs: append(c.frontProxyArgs(), withoutNetwork()...)},
			{Name: "kube-controller-manager", ExtraArgs: append([]extraArg{
				{"horizontal-pod-autoscaler-sync-period", c.HPASyncPeriod.String()},
				// As on a real cluster: the HPA controller reads metrics with
				// the rights of its own service account, not with all.
				{"use-service-account-credentials", "true"},
				alone(),
			}, c.signingArgs()...)},
			{Name: "kube-scheduler", ExtraArgs: []extraArg{alone()}},
		},
	})
	if err != nil {
		return fmt.Errorf("encode kwokctl's configuration: %w", err)
	}
	data = slices.Concat(data, []byte("---\n"), stages)
	if err := os.WriteFile(c.configFile(), data, 0o600); err != nil {
		return fmt.Errorf("write kwokctl's configuration: %w", err)
	}
	return nil
}

// ensureFrontProxy makes an authority that signs nothing but the certificate
// of the front proxy. kwokctl would have the authority of all clients vouch
// for it, and then any client could pose as the front proxy.
func (c *Cluster) ensureFrontProxy(now time.Time) error {
	ca, err := c.pki("front-proxy-ca").Ensure(nil, now, func() (certificate.Pair, error) {
		return certificate.NewCA("front-proxy-ca", now)
	})
	if err != nil {
		return err
	}
	_, err = c.pki(frontProxy).Ensure(&ca, now, func() (certificate.Pair, error) {
		return ca.NewClient(now, frontProxy)
	})
	return err
}

// frontProxyArgs come after kwokctl's own flags, and the last one wins. With
// them the API server publishes in kube-system what the adapter has to know to
// trust it:
// https://kubernetes.io/docs/tasks/extend-kubernetes/configure-aggregation-layer/
func (c *Cluster) frontProxyArgs() []extraArg {
	client, ca := c.pki(frontProxy), c.pki("front-proxy-ca")
	return []extraArg{
		{"proxy-client-cert-file", client.Cert},
		{"proxy-client-key-file", client.Key},
		{"requestheader-client-ca-file", ca.Cert},
		{"requestheader-allowed-names", frontProxy},
		{"requestheader-username-headers", "X-Remote-User"},
		{"requestheader-group-headers", "X-Remote-Group"},
		{"requestheader-extra-headers-prefix", "X-Remote-Extra-"},
	}
}

// signingArgs have the controllers sign the certificates of clients that somebody has
// approved, as on a cluster that kubeadm has made, with the authority that kwokctl makes.
func (c *Cluster) signingArgs() []extraArg {
	return []extraArg{
		{"cluster-signing-cert-file", c.dir("pki", "ca.crt")},
		{"cluster-signing-key-file", c.dir("pki", "ca.key")},
	}
}

// alone lets a program begin at once. There is one of its kind, so it needs no lease:
// if the one before it was killed, it would wait until that lease has ended.
func alone() extraArg { return extraArg{"leader-elect", "false"} }

// withoutNetwork lets the API server start on a machine without a network, on a train,
// say. By default it looks for an address that pods reach it by, which cannot be
// 127.0.0.1, and does not start without one. Simulated pods ask nobody, so it needs none.
func withoutNetwork() []extraArg {
	return []extraArg{
		{"advertise-address", "127.0.0.1"},
		{"endpoint-reconciler-type", "none"},
	}
}

func (c *Cluster) pki(name string) certificate.Files {
	return certificate.SeparateFiles(c.Lab.Path("pki"), name)
}

func (c *Cluster) configFile() string { return c.Lab.Path("kwokctl.yaml") }
