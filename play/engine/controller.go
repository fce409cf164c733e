package engine

import (
	"context"
	"sync"

	"github.com/go-logr/logr"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/klog/v2"
	"k8s.io/kubernetes/pkg/controller/podautoscaler"
	"k8s.io/kubernetes/pkg/controller/podautoscaler/metrics"
)

// controller is an HPA controller and what it talks to.
type controller struct {
	world    *world
	kinds    kinds
	flags    Controller
	recorder *recorder
	hpas     *hpas
	scales   *scales
	take     func(event *corev1.Event)
}

// start runs the controller until ctx ends; group knows when it has. One worker looks at one HPA after the other, so that
// it is known which look is which.
func (c *controller) start(ctx context.Context, group *sync.WaitGroup) {
	ctx = klog.NewContext(ctx, logr.New(c.recorder))
	made := podautoscaler.NewHorizontalController(ctx, events{take: c.take}, c.scales, c.hpas, c.kinds,
		metrics.NewRESTMetricsClient(resourceAPI{c.world}, customAPI{c.world, c.kinds}, externalAPI{c.world}),
		c.hpas, pods{c.world}, c.flags.SyncPeriod, c.flags.DownscaleStabilization, c.flags.Tolerance, c.flags.CPUInitializationPeriod, c.flags.InitialReadinessDelay)
	group.Go(func() { c.hpas.informer.RunWithContext(ctx) })
	group.Go(func() { made.Run(ctx, 1) })
}
