package usage

import (
	"context"
	"fmt"
	"strings"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/fields"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/tools/cache"
)

// containers is the annotation in which a pod in memory has the names of its containers. The library knows metadata only.
const containers = "containers"

// pods lists the pods that have not ended, by their metadata.
type pods struct{ cache.GenericLister }

// watch keeps the pods in memory until ctx ends. Where they cannot be listed, it tries again, and there are none.
func watch(ctx context.Context, client cache.Getter) (*pods, error) {
	notEnded := fields.ParseSelectorOrDie("status.phase!=Failed,status.phase!=Succeeded")
	informer := cache.NewSharedIndexInformerWithOptions(
		cache.NewListWatchFromClient(client, "pods", metav1.NamespaceAll, notEnded),
		&corev1.Pod{},
		cache.SharedIndexInformerOptions{Indexers: cache.Indexers{cache.NamespaceIndex: cache.MetaNamespaceIndexFunc}, ObjectDescription: "pods"},
	)
	if err := informer.SetTransform(strip); err != nil {
		return nil, fmt.Errorf("watch pods: %w", err)
	}
	go informer.RunWithContext(ctx)
	return &pods{cache.NewGenericLister(informer.GetIndexer(), schema.GroupResource{Resource: "pods"})}, nil
}

// strip keeps of a pod what the API needs.
func strip(object any) (any, error) {
	pod, ok := object.(*corev1.Pod)
	if !ok {
		return object, nil // it was stripped before, or is the last known state of one that is gone
	}
	names := make([]string, len(pod.Spec.Containers))
	for i, container := range pod.Spec.Containers {
		names[i] = container.Name
	}
	return &metav1.PartialObjectMetadata{ObjectMeta: metav1.ObjectMeta{
		Namespace:       pod.Namespace,
		Name:            pod.Name,
		Labels:          pod.Labels,
		ResourceVersion: pod.ResourceVersion,
		Annotations:     map[string]string{containers: strings.Join(names, ",")},
	}}, nil
}

func containersOf(pod *metav1.PartialObjectMetadata) []string {
	return strings.Split(pod.Annotations[containers], ",")
}
