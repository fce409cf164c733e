package engine

import (
	"time"

	autoscalingv2 "k8s.io/api/autoscaling/v2"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"example.com/metrics-lab/adapter/api/v1alpha1"
	"example.com/metrics-lab/adapter/simulation"
)

// Start is the moment at which every play begins: a second after the time of a synctest bubble does.
var Start = time.Date(2000, 1, 1, 0, 0, 1, 0, time.UTC) //nolint:gochecknoglobals // it never changes

// Input is what is played.
type Input struct {
	// Duration is how long.
	Duration time.Duration
	// Controller are the flags of the HPA controller.
	Controller Controller
	// HPAs are those that are looked at, as Admit returns them.
	HPAs []*autoscalingv2.HorizontalPodAutoscaler
	// Workloads are what they scale. An HPA whose target is missing here fails, as it does in a cluster.
	Workloads []Workload
	// Metrics are what the metrics APIs serve.
	Metrics []Metric
	// PodLimit is how many pods the nodes have room for, all workloads together; 0 is no limit. What comes beyond it
	// stays Pending.
	PodLimit int
	// SampleEvery is how often the state is noted, beside each change; 0 means 1 s in a play of an hour at most, and
	// else the controller's sync period.
	SampleEvery time.Duration
}

// Controller are flags of kube-controller-manager, named as those are.
type Controller struct {
	// SyncPeriod is how often each HPA is looked at.
	SyncPeriod time.Duration
	// Tolerance is by how much of the target a metric may differ without consequence.
	Tolerance float64
	// DownscaleStabilization is how long a recommendation counts against a smaller one, where the HPA does not say it.
	DownscaleStabilization time.Duration
	// CPUInitializationPeriod is how long after a pod's start its CPU may be left out.
	CPUInitializationPeriod time.Duration
	// InitialReadinessDelay is how long after its start a pod may become ready for the first time.
	InitialReadinessDelay time.Duration
}

// DefaultController are the defaults of Kubernetes 1.37:
// https://kubernetes.io/docs/reference/command-line-tools-reference/kube-controller-manager/.
func DefaultController() Controller {
	return Controller{
		SyncPeriod: 15 * time.Second, Tolerance: 0.1, DownscaleStabilization: 5 * time.Minute,
		CPUInitializationPeriod: 5 * time.Minute, InitialReadinessDelay: 30 * time.Second,
	}
}

// Workload is something with a scale subresource, and its pods.
type Workload struct {
	// Kind and Name are what scaleTargetRef has.
	Kind schema.GroupKind
	// Namespace and Name say which one it is.
	Namespace, Name string
	// Replicas are there and Ready at the start.
	Replicas int32
	// Selector is what its scale says; empty is none, as in a custom resource without one.
	Selector string
	// Pod has the labels and the requests of each pod.
	Pod corev1.PodTemplateSpec
	// Startup is how a new pod becomes Ready.
	Startup Startup
	// Serving is what its pods do; nil is nothing that a metric depends on.
	Serving *Serving
}

// Startup is how a new pod becomes Ready.
type Startup struct {
	// Pending is how long it stays Pending once there is room for it, as while images are pulled. The controller leaves
	// out what is measured of such a pod, and not of one that is Running and not Ready.
	Pending time.Duration
	// Min and Max bound the time that it takes from then on: each pod has its own, between them, by Seed.
	Min, Max time.Duration
	// Fail is the share of new pods, from 0 to 1, that never become Ready, by Seed.
	Fail float64
	// Seed chooses.
	Seed uint64
}

// Serving is work that comes, and that Ready pods do.
type Serving struct {
	// Load is how much comes, in milli-units a second. Its faults mean nothing.
	Load simulation.Value
	// Capacity is how much a Ready pod does, in milli-units a second. What is beyond that of all waits.
	Capacity int64
}

// Metric is what one of the metrics APIs serves.
type Metric struct {
	// Type is PodsMetricSourceType or ObjectMetricSourceType of the custom metrics API, ExternalMetricSourceType, or
	// ResourceMetricSourceType, which container resources come from too.
	Type autoscalingv2.MetricSourceType
	// Name is that of the metric, or of the resource: cpu, memory.
	Name string
	// Namespace is where it is.
	Namespace string
	// Pods selects the pods that have it, for Pods and Resource, if Of is empty: all of them share a total.
	Pods labels.Selector
	// Workload is the name of the workload that Of is about.
	Workload string
	// Container is which of a pod's containers uses the resource; empty is the first one.
	Container string
	// Object is what has it.
	Object schema.GroupKind
	// ObjectName is the name of that.
	ObjectName string
	// Labels are those of the series.
	Labels map[string]string
	// Value is what it is, if Of is empty.
	Value simulation.Value
	// Declared is what Value was made of, for who declares it elsewhere.
	Declared v1alpha1.Simulation
	// Of is what it says of the workload's Serving.
	Of Of
	// Full is the value of a pod that is fully used, in milli-units, for Of Utilization.
	Full int64
	// Starting is the value of a pod that is Running and not Ready, in milli-units, for Of Utilization.
	Starting int64
}

// Of is what a metric says of a workload's Serving.
type Of string

const (
	// Load is what comes, a second: all of it.
	Load Of = "load"
	// Served is what is done, a second: by each Ready pod, or by all for an object or an external metric.
	Served Of = "served"
	// Backlog is what waits.
	Backlog Of = "backlog"
	// Utilization is Served as a part of the capacity, of Full.
	Utilization Of = "utilization"
)
