package main

import (
	"context"
	"fmt"

	"k8s.io/client-go/discovery"
	"k8s.io/client-go/metadata"
	"k8s.io/utils/clock"
	basecmd "sigs.k8s.io/custom-metrics-apiserver/pkg/cmd"

	"example.com/metrics-lab/adapter/objects"
	"example.com/metrics-lab/adapter/provider"
	"example.com/metrics-lab/adapter/source"
	"example.com/metrics-lab/adapter/source/sample"
)

// newProvider puts the parts together. Another source of metrics is added here. What runs in the background stops with
// ctx.
func newProvider(ctx context.Context, base *basecmd.AdapterBase) (*provider.Provider, error) {
	config, err := base.ClientConfig()
	if err != nil {
		return nil, err
	}
	discoveryClient, err := discovery.NewDiscoveryClientForConfig(config)
	if err != nil {
		return nil, fmt.Errorf("make a discovery client: %w", err)
	}
	metadataClient, err := metadata.NewForConfig(config)
	if err != nil {
		return nil, fmt.Errorf("make a metadata client: %w", err)
	}
	mapping := objects.NewMapping(discoveryClient, clock.RealClock{})
	walkthrough := sample.New(clock.RealClock{})
	return &provider.Provider{
		Resolver:        mapping,
		Objects:         objects.NewInformers(ctx, metadataClient, mapping.Invalidate),
		ObjectSources:   []source.ObjectSource{walkthrough},
		ExternalSources: []source.ExternalSource{walkthrough},
	}, nil
}
