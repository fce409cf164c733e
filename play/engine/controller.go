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

// prepare makes the controller. Its informer begins, and takes changes until ctx ends, as does what takes its events; group
// knows when. The controller itself is to run for a shorter time: a slow look writes a status and events after its end. One
// worker looks at one HPA after the other, so that it is known which look is which.
func (c *controller) prepare(ctx context.Context, group *sync.WaitGroup) (run func(ctx context.Context)) {
	ctx = klog.NewContext(ctx, logr.New(c.recorder))
	made := podautoscaler.NewHorizontalController(ctx, events{take: c.take}, c.scales, c.hpas, c.kinds,
		metrics.NewRESTMetricsClient(resourceAPI{c.world}, customAPI{c.world, c.kinds}, externalAPI{c.world}),
		c.hpas, pods{c.world}, c.flags.SyncPeriod, c.flags.DownscaleStabilization, c.flags.Tolerance, c.flags.CPUInitializationPeriod, c.flags.InitialReadinessDelay)
	group.Go(func() { c.hpas.informer.RunWithContext(ctx) })
	return func(ctx context.Context) { made.Run(klog.NewContext(ctx, logr.New(c.recorder)), 1) }
}
