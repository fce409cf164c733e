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

// prepare makes the controller, and has its informer begin. What it returns runs it until ctx ends; group knows when both
// have ended. One worker looks at one HPA after the other, so that it is known which look is which.
func (c *controller) prepare(ctx context.Context, group *sync.WaitGroup) (run func()) {
	ctx = klog.NewContext(ctx, logr.New(c.recorder))
	made := podautoscaler.NewHorizontalController(ctx, events{take: c.take}, c.scales, c.hpas, c.kinds,
		metrics.NewRESTMetricsClient(resourceAPI{c.world}, customAPI{c.world, c.kinds}, externalAPI{c.world}),
		c.hpas, pods{c.world}, c.flags.SyncPeriod, c.flags.DownscaleStabilization, c.flags.Tolerance, c.flags.CPUInitializationPeriod, c.flags.InitialReadinessDelay)
	group.Go(func() { c.hpas.informer.RunWithContext(ctx) })
	return func() { group.Go(func() { made.Run(ctx, 1) }) }
}
