package objects

import (
	"context"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/watch"
	"k8s.io/client-go/metadata"
	"k8s.io/client-go/tools/cache"
	"k8s.io/klog/v2"
)

// listWatch remembers how each request ended. The reflector retries some errors without telling its error handler, and a
// client that waits in vain should hear of them.
func (i *informer) listWatch(client metadata.Interface, gvr schema.GroupVersionResource) cache.ListerWatcher {
	getter, of := client.Resource(gvr), working(gvr.GroupResource())
	return cache.ToListWatcherWithWatchListSemantics(&cache.ListWatch{
		ListWithContextFunc: func(ctx context.Context, options metav1.ListOptions) (runtime.Object, error) {
			options.FieldSelector = of
			list, err := getter.List(ctx, options)
			i.requested(err == nil, err)
			return list, err
		},
		WatchFuncWithContext: func(ctx context.Context, options metav1.ListOptions) (watch.Interface, error) {
			options.FieldSelector = of
			w, err := getter.Watch(ctx, options)
			i.requested(false, err)
			return w, err
		},
	}, client)
}

// working is the field selector of the objects that are kept in memory.
func working(resource schema.GroupResource) string {
	if !CanEnd(resource) {
		return ""
	}
	return "status.phase!=Failed,status.phase!=Succeeded"
}

// CanEnd tells whether objects of a resource may be there and have ended. Those are left out, as if they did not exist: a
// pod that has ended works no more, and would keep its part of a total from those that do. Autoscalers do not count it
// either.
func CanEnd(resource schema.GroupResource) bool {
	return resource == schema.GroupResource{Resource: "pods"}
}

func (i *informer) requested(listed bool, err error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.listed = i.listed || listed
	i.lastErr = err
}

// onError decides what an error of the reflector means. Before the first list it is the answer for those who wait, and a
// later request does better to start afresh than to wait for the reflector, which backs off for up to a minute. Later
// errors are for the reflector to retry, with what was last known in memory, unless the resource itself has gone, or the
// right to watch it: that may last, and what was known once would look fresh for ever.
func (i *informer) onError(gvr schema.GroupVersionResource, failed func(error)) cache.WatchErrorHandlerWithContext {
	return func(_ context.Context, _ *cache.Reflector, err error) {
		if i.useful() && !apierrors.IsNotFound(err) && !apierrors.IsForbidden(err) {
			klog.InfoS("Cannot watch, going on with what was last known", "resource", gvr, "err", err)
			return
		}
		failed(err)
	}
}

// useful tells whether the informer has known its objects at some time. A list may have succeeded and not yet have been
// taken in when a first watch fails.
func (i *informer) useful() bool {
	i.mu.Lock()
	listed := i.listed
	i.mu.Unlock()
	return listed || i.HasSynced()
}
