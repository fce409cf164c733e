package engine

import (
	"context"
	"strconv"
	"sync"
	"time"

	autoscalingv2 "k8s.io/api/autoscaling/v2"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/watch"
	client "k8s.io/client-go/kubernetes/typed/autoscaling/v2"
	listers "k8s.io/client-go/listers/autoscaling/v2"
	"k8s.io/client-go/tools/cache"
)

// hpas are the HPAs as an API server keeps them for one controller. It can list and watch them, and write their status.
type hpas struct {
	informer cache.SharedIndexInformer
	watching *watch.FakeWatcher
	looked   func(key string, generation int64)               // is told at which HPA the controller looks now
	written  func(hpa *autoscalingv2.HorizontalPodAutoscaler) // is told which status the controller writes, instead of keeping it; nil keeps it

	mu      sync.Mutex // guards what follows
	stored  map[string]*autoscalingv2.HorizontalPodAutoscaler
	order   []string // keys of stored: a controller looks at them in this one
	version int
}

// buffered is how many changes may wait for the informer.
const buffered = 1000

func newHPAs(all []*autoscalingv2.HorizontalPodAutoscaler, looked func(key string, generation int64)) *hpas {
	h := &hpas{looked: looked, watching: watch.NewFakeWithChanSize(buffered, false), stored: map[string]*autoscalingv2.HorizontalPodAutoscaler{}}
	for _, hpa := range all {
		h.version++
		hpa = hpa.DeepCopy()
		hpa.ResourceVersion = strconv.Itoa(h.version)
		h.stored[keyOf(hpa)] = hpa
		h.order = append(h.order, keyOf(hpa))
	}
	h.informer = cache.NewSharedIndexInformer(h, &autoscalingv2.HorizontalPodAutoscaler{}, 0, cache.Indexers{cache.NamespaceIndex: cache.MetaNamespaceIndexFunc})
	return h
}

func keyOf(hpa *autoscalingv2.HorizontalPodAutoscaler) string { return hpa.Namespace + "/" + hpa.Name }

// get returns an HPA as it is now.
func (h *hpas) get(key string) *autoscalingv2.HorizontalPodAutoscaler {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.stored[key]
}

// put keeps a status and a generation, and tells the informer. A controller looks at once at an HPA of a new generation.
func (h *hpas) put(key string, status autoscalingv2.HorizontalPodAutoscalerStatus, generation int64) *autoscalingv2.HorizontalPodAutoscaler {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.stored[key] == nil {
		return nil
	}
	hpa := *h.stored[key] // of which nothing below the status changes
	h.version++
	hpa.ResourceVersion = strconv.Itoa(h.version)
	hpa.Generation = generation
	hpa.Status = status
	h.stored[key] = &hpa
	h.watching.Modify(&hpa)
	return &hpa
}

// List is what an informer begins with.
func (h *hpas) List(metav1.ListOptions) (runtime.Object, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	list := &autoscalingv2.HorizontalPodAutoscalerList{ListMeta: metav1.ListMeta{ResourceVersion: strconv.Itoa(h.version)}}
	for _, key := range h.order {
		list.Items = append(list.Items, *h.stored[key])
	}
	return list, nil
}

// Watch gives each change since.
func (h *hpas) Watch(metav1.ListOptions) (watch.Interface, error) { return h.watching, nil }

// IsWatchListSemanticsUnSupported has the informer list first.
func (h *hpas) IsWatchListSemanticsUnSupported() bool { return true }

// Informer and Lister make it an informer of a factory.
func (h *hpas) Informer() cache.SharedIndexInformer { return withoutResync{h.informer} }

// withoutResync is an informer that tells of changes only. The controller has each HPA looked at again by itself. Being told
// of it meanwhile, a period after the informer's start, makes a difference only if that is during a look at a slow metric: the
// next look comes sooner then, and whether it does is a race.
type withoutResync struct{ cache.SharedIndexInformer }

func (i withoutResync) AddEventHandlerWithResyncPeriod(handler cache.ResourceEventHandler, _ time.Duration) (cache.ResourceEventHandlerRegistration, error) {
	return i.SharedIndexInformer.AddEventHandlerWithResyncPeriod(handler, 0)
}

// Lister is where the controller begins each look at an HPA.
func (h *hpas) Lister() listers.HorizontalPodAutoscalerLister {
	return lookedAt{listers.NewHorizontalPodAutoscalerLister(h.informer.GetIndexer()), h}
}

type lookedAt struct {
	listers.HorizontalPodAutoscalerLister
	hpas *hpas
}

func (l lookedAt) HorizontalPodAutoscalers(namespace string) listers.HorizontalPodAutoscalerNamespaceLister {
	return lookedAtIn{l.HorizontalPodAutoscalerLister.HorizontalPodAutoscalers(namespace), l.hpas}
}

type lookedAtIn struct {
	listers.HorizontalPodAutoscalerNamespaceLister
	hpas *hpas
}

func (l lookedAtIn) Get(name string) (*autoscalingv2.HorizontalPodAutoscaler, error) {
	hpa, err := l.HorizontalPodAutoscalerNamespaceLister.Get(name)
	if err == nil {
		l.hpas.looked(keyOf(hpa), hpa.Generation)
	}
	return hpa, err
}

// HorizontalPodAutoscalers make it a client, of which the controller uses nothing but UpdateStatus.
func (h *hpas) HorizontalPodAutoscalers(string) client.HorizontalPodAutoscalerInterface {
	return hpaClient{hpas: h}
}

type hpaClient struct {
	client.HorizontalPodAutoscalerInterface
	hpas *hpas
}

func (c hpaClient) UpdateStatus(_ context.Context, hpa *autoscalingv2.HorizontalPodAutoscaler, _ metav1.UpdateOptions) (*autoscalingv2.HorizontalPodAutoscaler, error) {
	if c.hpas.written != nil {
		c.hpas.written(hpa)
		return hpa, nil
	}
	return c.hpas.put(keyOf(hpa), hpa.Status, hpa.Generation), nil
}
