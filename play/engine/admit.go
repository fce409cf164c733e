package engine

import (
	"context"
	"fmt"

	autoscalingv2 "k8s.io/api/autoscaling/v2"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/runtime/serializer/json"
	"k8s.io/apimachinery/pkg/types"
	genericapirequest "k8s.io/apiserver/pkg/endpoints/request"
	"k8s.io/apiserver/pkg/registry/rest"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	"k8s.io/kubernetes/pkg/apis/autoscaling"
	_ "k8s.io/kubernetes/pkg/apis/autoscaling/install" // versions, conversions and defaults
	registry "k8s.io/kubernetes/pkg/registry/autoscaling/horizontalpodautoscaler"
)

// Admit makes an HPA of a manifest in JSON, of any version of autoscaling, as an API server does: it refuses unknown
// fields, sets Kubernetes' defaults, and validates. Its errors are those of an API server.
func Admit(manifest []byte) (*autoscalingv2.HorizontalPodAutoscaler, error) {
	kind, err := json.DefaultMetaFactory.Interpret(manifest)
	if err != nil {
		return nil, err
	}
	if kind.Group != autoscaling.GroupName || kind.Kind != "HorizontalPodAutoscaler" {
		return nil, fmt.Errorf("it is a %s, and not a HorizontalPodAutoscaler of %s", kind.GroupVersion().WithKind(kind.Kind), autoscaling.GroupName)
	}
	serializer := json.NewSerializerWithOptions(json.DefaultMetaFactory, legacyscheme.Scheme, legacyscheme.Scheme, json.SerializerOptions{Strict: true})
	decoder := legacyscheme.Codecs.DecoderToVersion(serializer, schema.GroupVersion{Group: autoscaling.GroupName, Version: runtime.APIVersionInternal})
	object, _, err := decoder.Decode(manifest, nil, nil)
	if err != nil {
		return nil, err
	}
	internal, ok := object.(*autoscaling.HorizontalPodAutoscaler)
	if !ok {
		return nil, fmt.Errorf("it is a %T, and not a HorizontalPodAutoscaler", object)
	}
	if internal.Namespace == "" {
		internal.Namespace = metav1.NamespaceDefault
	}
	rest.FillObjectMetaSystemFields(internal)
	ctx := genericapirequest.WithRequestInfo(genericapirequest.WithNamespace(context.Background(), internal.Namespace), &genericapirequest.RequestInfo{
		APIGroup: autoscaling.GroupName, APIVersion: "v2", Resource: "horizontalpodautoscalers",
	})
	if err := rest.BeforeCreate(registry.Strategy, ctx, internal); err != nil {
		return nil, err
	}
	admitted := &autoscalingv2.HorizontalPodAutoscaler{}
	if err := legacyscheme.Scheme.Convert(internal, admitted, nil); err != nil {
		return nil, fmt.Errorf("convert the HPA: %w", err)
	}
	// What differs each time must not: the same input gives the same result.
	admitted.UID = types.UID(admitted.Namespace + "/" + admitted.Name)
	admitted.CreationTimestamp = metav1.NewTime(Start)
	return admitted, nil
}
