package main

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/spf13/pflag"
	"k8s.io/client-go/discovery"
	corev1 "k8s.io/client-go/kubernetes/typed/core/v1"
	"k8s.io/client-go/metadata"
	"k8s.io/client-go/rest"
	"k8s.io/component-base/metrics/legacyregistry"
	"k8s.io/utils/clock"

	"example.com/metrics-lab/adapter/api/client"
	"example.com/metrics-lab/adapter/objects"
	"example.com/metrics-lab/adapter/provider"
	"example.com/metrics-lab/adapter/server"
	"example.com/metrics-lab/adapter/source"
	"example.com/metrics-lab/adapter/source/sample"
	"example.com/metrics-lab/adapter/source/simulated"
	"example.com/metrics-lab/adapter/usage"
	"example.com/metrics-lab/adapter/write"
)

// The sources that --sources chooses from.
const (
	simulatedSource = "simulated"
	sampleSource    = "sample"
)

// options are the flags that say what the adapter is made of. Those that a source needs are added here.
type options struct {
	sources         []string
	resourceMetrics bool
}

func (o *options) addTo(flags *pflag.FlagSet) {
	flags.StringSliceVar(&o.sources, "sources", sourceNames(),
		"where values come from: what SimulatedMetrics declare, the metrics of the walkthrough; each is asked for what those before it do not have")
	flags.BoolVar(&o.resourceMetrics, "resource-metrics", false,
		"serve metrics.k8s.io too: the CPU and memory of pods, which are the sources' metrics cpu and memory. In production that is for metrics-server")
}

// sourceNames are all that --sources knows, in the order of its default.
func sourceNames() []string { return []string{simulatedSource, sampleSource} }

// check tells whether the names are those of sources, and there is one.
func (o *options) check() error {
	fits := len(o.sources) > 0
	for i, name := range o.sources {
		fits = fits && slices.Contains(sourceNames(), name) && !slices.Contains(o.sources[:i], name)
	}
	if !fits {
		return fmt.Errorf("--sources=%s: choose one or more of %s, each once", strings.Join(o.sources, ","), strings.Join(sourceNames(), ","))
	}
	return nil
}

// parts are what the adapter is made of.
type parts struct {
	provider *provider.Provider
	handlers map[string]http.Handler // what is served beside the metrics APIs, by the prefix of its paths
	more     []server.API
}

// assemble puts the parts together. Another source of metrics is added here. Sources are asked in the order of the
// options. What runs in the background stops with ctx.
func assemble(ctx context.Context, config *rest.Config, o *options) (parts, error) {
	discoveryClient, err := discovery.NewDiscoveryClientForConfig(config)
	if err != nil {
		return parts{}, fmt.Errorf("make a discovery client: %w", err)
	}
	metadataClient, err := metadata.NewForConfig(config)
	if err != nil {
		return parts{}, fmt.Errorf("make a metadata client: %w", err)
	}
	mapping := objects.NewMapping(discoveryClient, clock.RealClock{})
	informers := objects.NewInformers(ctx, metadataClient, mapping.Invalidate)
	p := parts{provider: &provider.Provider{Resolver: mapping, Objects: informers}}
	for _, name := range o.sources {
		switch name {
		case sampleSource:
			metrics := sample.New(clock.RealClock{})
			p.addObjects(metrics)
			p.addExternal(metrics)
		case simulatedSource:
			api, err := client.New(unlimited(config))
			if err != nil {
				return parts{}, err
			}
			declared := simulated.New(clock.RealClock{}, objects.Finder{Mapping: mapping, Informers: informers})
			if err := declared.Start(ctx, api); err != nil {
				return parts{}, fmt.Errorf("%w (--sources=%s does without them)", err, sampleSource)
			}
			if err := legacyregistry.CustomRegister(declared.Collector()); err != nil {
				return parts{}, fmt.Errorf("register the metrics of the source %s: %w", simulatedSource, err)
			}
			p.addObjects(declared)
			p.addExternal(declared)
			p.handlers = map[string]http.Handler{write.Prefix: write.New(api, mapping, clock.RealClock{})}
		}
	}
	if o.resourceMetrics {
		pods, err := corev1.NewForConfig(unlimited(config))
		if err != nil {
			return parts{}, fmt.Errorf("make a client of pods: %w", err)
		}
		used, err := usage.New(ctx, pods.RESTClient(), p.provider)
		if err != nil {
			return parts{}, err
		}
		p.more = append(p.more, used)
	}
	return p, nil
}

// addObjects makes a source of metrics about objects one of the provider's.
func (p *parts) addObjects(s source.ObjectSource) {
	p.provider.ObjectSources = append(p.provider.ObjectSources, s)
}

// addExternal makes a source of external metrics one of the provider's.
func (p *parts) addExternal(s source.ExternalSource) {
	p.provider.ExternalSources = append(p.provider.ExternalSources, s)
}

// unlimited is for requests that are bounded elsewhere: a client's default are 5 a second.
func unlimited(config *rest.Config) *rest.Config {
	config = rest.CopyConfig(config)
	config.QPS = -1
	return config
}
