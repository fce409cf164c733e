package live

import (
	"context"
	"fmt"

	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/cache"
)

// watch has the recorder see all that happens in a namespace until ctx ends. It returns once it does.
func (r *recorder) watch(ctx context.Context, client kubernetes.Interface, namespace string) error {
	factory := informers.NewSharedInformerFactoryWithOptions(client, 0, informers.WithNamespace(namespace))
	for _, informer := range []cache.SharedIndexInformer{
		factory.Core().V1().Pods().Informer(),
		factory.Apps().V1().Deployments().Informer(),
		factory.Autoscaling().V2().HorizontalPodAutoscalers().Informer(),
		factory.Core().V1().Events().Informer(),
	} {
		if _, err := informer.AddEventHandler(cache.ResourceEventHandlerFuncs{
			AddFunc:    r.see,
			UpdateFunc: func(_, now any) { r.see(now) },
			DeleteFunc: r.gone,
		}); err != nil {
			return fmt.Errorf("watch the namespace %s: %w", namespace, err)
		}
	}
	factory.StartWithContext(ctx)
	return factory.WaitForCacheSyncWithContext(ctx).AsError()
}

// gone takes an object that was deleted. What else than pods goes, goes after the play.
func (r *recorder) gone(object any) {
	if last, ok := object.(cache.DeletedFinalStateUnknown); ok {
		object = last.Obj
	}
	if gone, err := meta.Accessor(object); err == nil {
		r.lose(gone.GetName())
	}
}
