package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/rest"

	"example.com/metrics-lab/lab/adapter"
	"example.com/metrics-lab/lab/host/wait"
	"example.com/metrics-lab/scripts/peers/load"
)

const aggregateTimeout = 30 * time.Second

// aggregate has the API server ask an adapter, and returns when it does.
func (b *bench) aggregate(ctx context.Context, p *peer) error {
	patch := fmt.Appendf(nil, `{"spec":{"service":{"port":%d}}}`, p.port)
	for _, name := range adapter.APIServices() {
		if !strings.Contains(name, ".custom.") && !strings.Contains(name, ".external.") {
			continue
		}
		services := b.fixture.APIServices.ApiregistrationV1().APIServices()
		if _, err := services.Patch(ctx, name, types.MergePatchType, patch, metav1.PatchOptions{}); err != nil {
			return err
		}
	}
	through, err := rest.HTTPClientFor(b.fixture.Config)
	if err != nil {
		return err
	}
	return wait.For(ctx, "the API server asks "+p.Name, aggregateTimeout, 20*time.Millisecond, func(ctx context.Context) (bool, string, error) {
		for _, path := range []string{custom + "/namespaces/default/pods/nobody/nothing", external + "/namespaces/default/nothing"} {
			before, err := p.requests(ctx)
			if err != nil {
				return false, "", err
			}
			// Whatever the answer is, it is counted where it comes from; answers to discovery are not.
			_, asked := load.Get(ctx, through, b.fixture.Config.Host+path, io.Discard)
			after, err := p.requests(ctx)
			if err != nil {
				return false, "", err
			}
			if after == before {
				return false, fmt.Sprintf("it asks another one, which answers %v", asked), nil
			}
		}
		return true, "", nil
	})
}

// requests counts those for the metrics APIs that an adapter has answered.
func (p *peer) requests(ctx context.Context) (float64, error) {
	var said bytes.Buffer
	if _, err := load.Get(ctx, p.client, p.url("/metrics"), &said); err != nil {
		return 0, err
	}
	sum := 0.0
	for lines := bufio.NewScanner(&said); lines.Scan(); {
		line := lines.Text()
		if !strings.HasPrefix(line, "apiserver_request_total{") || !strings.Contains(line, ".metrics.k8s.io") {
			continue
		}
		n, _ := strconv.ParseFloat(line[strings.LastIndexByte(line, ' ')+1:], 64)
		sum += n
	}
	return sum, nil
}
