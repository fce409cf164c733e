package e2e

import (
	"context"
	"fmt"
	"strings"
	"testing"

	appsv1 "k8s.io/api/apps/v1"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"sigs.k8s.io/e2e-framework/klient/k8s"
	"sigs.k8s.io/e2e-framework/pkg/envconf"
	"sigs.k8s.io/e2e-framework/pkg/features"
	"sigs.k8s.io/e2e-framework/pkg/types"

	"example.com/metrics-lab/adapter/api/v1alpha1"
	"example.com/metrics-lab/lab/host/wait"
)

// whales are a custom resource that can be scaled and described, and whose plural name is
// that of Kubernetes' own pods.
var whales = schema.GroupVersionResource{Group: "whales.example.com", Version: "v1", Resource: "pods"}

// hpaScalesEachKind: whatever can be scaled is a target, and the metric is the same.
func hpaScalesEachKind() types.Feature {
	const ns = "hpa-targets"
	meta := metav1.ObjectMeta{Namespace: ns, Name: workloadName, Labels: workloadLabels}
	named := func(app string) (*metav1.LabelSelector, corev1.PodTemplateSpec) {
		set := map[string]string{"app": app}
		return &metav1.LabelSelector{MatchLabels: set}, corev1.PodTemplateSpec{ObjectMeta: metav1.ObjectMeta{Labels: set}, Spec: gated()}
	}
	ofSet, setPod := named("set")
	ofStateful, statefulPod := named("stateful")
	ofController, controllerPod := named("controller")
	targets := map[string]schema.GroupVersionResource{
		"StatefulSet":           appsv1.SchemeGroupVersion.WithResource("statefulsets"),
		"ReplicaSet":            appsv1.SchemeGroupVersion.WithResource("replicasets"),
		"ReplicationController": corev1.SchemeGroupVersion.WithResource("replicationcontrollers"),
		"Whale":                 whales,
	}
	feature := features.New("HPA on each kind of target").
		WithSetup("a namespace", makeServices(ns)).
		WithSetup("whales", makeWhales(ns)).
		WithSetup("targets", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			for _, object := range []k8s.Object{
				&appsv1.StatefulSet{ObjectMeta: meta, Spec: appsv1.StatefulSetSpec{
					Selector: ofStateful, Template: statefulPod, PodManagementPolicy: appsv1.ParallelPodManagement,
				}},
				&appsv1.ReplicaSet{ObjectMeta: meta, Spec: appsv1.ReplicaSetSpec{Selector: ofSet, Template: setPod}},
				&corev1.ReplicationController{ObjectMeta: meta, Spec: corev1.ReplicationControllerSpec{
					Selector: ofController.MatchLabels, Template: &controllerPod,
				}},
			} {
				if err := cfg.Client().Resources().Create(ctx, object); err != nil {
					t.Fatal(err)
				}
			}
			return ctx
		}).
		WithSetup("30 in the queue", simulated(ns, "load", ofQueue("depth", "orders", constant("30"))))
	for kind, resource := range targets {
		feature.
			WithSetup("an HPA on a "+kind, func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
				err := cfg.Client().Resources().Create(ctx, &autoscalingv2.HorizontalPodAutoscaler{
					ObjectMeta: metav1.ObjectMeta{Namespace: ns, Name: strings.ToLower(kind)},
					Spec: autoscalingv2.HorizontalPodAutoscalerSpec{
						ScaleTargetRef: autoscalingv2.CrossVersionObjectReference{APIVersion: resource.GroupVersion().String(), Kind: kind, Name: workloadName},
						MaxReplicas:    20, Metrics: []autoscalingv2.MetricSpec{onQueue("depth", "orders", "10")}, Behavior: atOnce(),
					},
				})
				if err != nil {
					t.Fatal(err)
				}
				return ctx
			}).
			Assess("a "+kind+" has 3 replicas", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
				waitForTarget(ctx, t, cfg, resource, ns, 3)
				return ctx
			})
	}
	return feature.
		Assess("a custom resource that is called pods is described, and is not taken for pods", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			simulate(ctx, t, cfg, ns, "whale", v1alpha1.SimulatedMetricSpec{
				Metric: "weight", Objects: &v1alpha1.Objects{Resource: whales.GroupResource().String(), Selector: &v1alpha1.Selector{}}, Simulation: constant("9"),
			})
			byName := question{
				kind: schema.GroupKind{Group: whales.Group, Kind: "Whale"}, resource: whales.GroupResource().String(), namespace: ns, name: workloadName, metric: "weight",
			}
			waitForAnswer(ctx, t, cfg, byName.path("v1beta2"))
			asks(ctx, t, cfg, byName, answer{corev1.ObjectReference{APIVersion: whales.GroupVersion().String(), Kind: "Whale", Namespace: ns, Name: workloadName}, "weight", nil, "9"})
			return ctx
		}).
		WithTeardown("whales", func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
			if err := definitions(t, cfg).Delete(ctx, whales.GroupResource().String(), metav1.DeleteOptions{}); err != nil {
				t.Error(err)
			}
			if err := cfg.Client().Resources().Delete(ctx, watchWhales()); err != nil {
				t.Error(err)
			}
			return ctx
		}).
		WithTeardown("namespace", deleteNamespace(ns)).
		Feature()
}

// waitForTarget waits until what an HPA scales has been told that number of replicas.
func waitForTarget(ctx context.Context, t *testing.T, cfg *envconf.Config, resource schema.GroupVersionResource, ns string, replicas int64) {
	t.Helper()
	client := clientsOf(t, cfg).Dynamic
	// The HPA controller looks every 30 s which resources there are.
	err := wait.For(ctx, fmt.Sprintf("%s to have %d replicas", resource.Resource, replicas), definedTimeout, poll, func(ctx context.Context) (bool, string, error) {
		object, err := client.Resource(resource).Namespace(ns).Get(ctx, workloadName, metav1.GetOptions{})
		if err != nil {
			return false, "", err
		}
		got, _, err := unstructured.NestedInt64(object.Object, "spec", "replicas")
		return got == replicas, fmt.Sprintf("%d replicas", got), err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// makeWhales defines the resource, lets the adapter watch it, and makes one of one replica.
func makeWhales(ns string) types.StepFunc {
	return func(ctx context.Context, t *testing.T, cfg *envconf.Config) context.Context {
		preserve, selector := true, ".status.selector"
		_, err := definitions(t, cfg).Create(ctx, &apiextensionsv1.CustomResourceDefinition{
			ObjectMeta: metav1.ObjectMeta{Name: whales.GroupResource().String()},
			Spec: apiextensionsv1.CustomResourceDefinitionSpec{
				Group: whales.Group, Scope: apiextensionsv1.NamespaceScoped,
				Names: apiextensionsv1.CustomResourceDefinitionNames{Plural: whales.Resource, Singular: "whale", Kind: "Whale", ListKind: "WhaleList"},
				Versions: []apiextensionsv1.CustomResourceDefinitionVersion{{
					Name: whales.Version, Served: true, Storage: true,
					Schema: &apiextensionsv1.CustomResourceValidation{OpenAPIV3Schema: &apiextensionsv1.JSONSchemaProps{Type: "object", XPreserveUnknownFields: &preserve}},
					Subresources: &apiextensionsv1.CustomResourceSubresources{Scale: &apiextensionsv1.CustomResourceSubresourceScale{
						SpecReplicasPath: ".spec.replicas", StatusReplicasPath: ".status.replicas", LabelSelectorPath: &selector,
					}},
				}},
			},
		}, metav1.CreateOptions{})
		if err != nil {
			t.Fatal(err)
		}
		if err := cfg.Client().Resources().Create(ctx, watchWhales()); err != nil {
			t.Fatal(err)
		}
		client := clientsOf(t, cfg).Dynamic
		object := &unstructured.Unstructured{Object: map[string]any{
			"spec": map[string]any{"replicas": int64(1)}, "status": map[string]any{"replicas": int64(1), "selector": "app=whale"},
		}}
		object.SetGroupVersionKind(whales.GroupVersion().WithKind("Whale"))
		object.SetName(workloadName)
		err = wait.For(ctx, "a whale to be taken", definedTimeout, poll, func(ctx context.Context) (bool, string, error) {
			_, err := client.Resource(whales).Namespace(ns).Create(ctx, object, metav1.CreateOptions{})
			return err == nil || apierrors.IsAlreadyExists(err), "", err
		})
		if err != nil {
			t.Fatal(err)
		}
		return ctx
	}
}

// watchWhales is a role that is added to the adapter's, by its label.
func watchWhales() *rbacv1.ClusterRole {
	role := watchWidgets()
	role.Name = "e2e-whales"
	role.Rules[0].APIGroups, role.Rules[0].Resources = []string{whales.Group}, []string{whales.Resource}
	return role
}
