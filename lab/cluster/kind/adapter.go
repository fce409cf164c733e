package kind

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/kubernetes"
	"k8s.io/utils/ptr"

	"example.com/metrics-lab/lab/adapter"
	"example.com/metrics-lab/lab/build/gocommand"
	"example.com/metrics-lab/lab/cluster/component"
	"example.com/metrics-lab/lab/host/process"
	"example.com/metrics-lab/lab/host/wait"
	"example.com/metrics-lab/lab/manifest"
)

const (
	// rolloutTimeout is how long a new adapter may take to be ready.
	rolloutTimeout = 90 * time.Second
	// nodeOS is the operating system of the nodes, whatever this machine's is.
	nodeOS = "linux"
	// lastLines is as much of a log's end as explains why a pod has ended.
	lastLines = 100
)

// PrepareAdapter builds the adapter's image, loads it into the nodes, and
// returns what the manifests have to know of it.
func (c *Cluster) PrepareAdapter(ctx context.Context) (manifest.Files, error) {
	image, err := c.adapterImage(ctx)
	if err != nil {
		return nil, err
	}
	if err := c.load(ctx, image); err != nil {
		return nil, err
	}
	return manifest.Files{"overlays/kind/image.yaml": fmt.Appendf(nil,
		`[{"op": "replace", "path": "/spec/template/spec/containers/0/image", "value": %q}]`, image)}, nil
}

// adapterImage builds the adapter's image. Where Go cannot get at the modules to
// compile it, it is the image that came with the offline bundle.
func (c *Cluster) adapterImage(ctx context.Context) (string, error) {
	program, hash, err := adapter.Compile(ctx, c.Root, nodeOS, c.Progress)
	if err == nil {
		return c.buildImage(ctx, program, hash)
	}
	if !errors.Is(err, gocommand.ErrNoModules) {
		return "", err
	}
	images, findErr := adapterImages(ctx)
	if findErr != nil || len(images) == 0 {
		return "", errors.Join(err, findErr)
	}
	return images[0], nil
}

// StartAdapter waits until the applied Deployment has rolled out, and says
// where the adapter is.
func (c *Cluster) StartAdapter(ctx context.Context, _ adapter.TLS) (component.Adapter, error) {
	made, err := c.Clients()
	if err != nil {
		return component.Adapter{}, err
	}
	client, image := made.Kubernetes, ""
	waiting, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	before := restarts{}
	err = wait.For(waiting, "the adapter to roll out", rolloutTimeout, poll, func(ctx context.Context) (bool, string, error) {
		deployment, err := client.AppsV1().Deployments(adapter.Namespace).Get(ctx, adapter.Name, metav1.GetOptions{})
		if err != nil {
			return false, "", err
		}
		if rolledOut(deployment) {
			image = deployment.Spec.Template.Spec.Containers[0].Image
			return true, "", nil
		}
		pods, err := client.CoreV1().Pods(adapter.Namespace).List(ctx, metav1.ListOptions{})
		if err != nil {
			return false, "", err
		}
		before.note(pods.Items)
		if err := c.crash(ctx, client, deployment, pods.Items, before); err != nil {
			cancel(err)
		}
		return false, describe(deployment, pods.Items), nil
	})
	return component.Adapter{Where: "image " + image}, err
}

// crash says why a pod of what is to roll out ends again and again, or nil if none
// does.
func (c *Cluster) crash(ctx context.Context, client kubernetes.Interface, d *appsv1.Deployment, pods []corev1.Pod, before restarts) error {
	sets, err := client.AppsV1().ReplicaSets(adapter.Namespace).List(ctx, metav1.ListOptions{})
	if err != nil {
		return nil //nolint:nilerr // the rollout is what is waited for
	}
	name := crashing(d, sets.Items, pods, before)
	if name == "" {
		return nil
	}
	log, err := client.CoreV1().Pods(adapter.Namespace).GetLogs(name, &corev1.PodLogOptions{TailLines: ptr.To[int64](lastLines)}).DoRaw(ctx)
	if err != nil {
		return fmt.Errorf("it ends again and again, and its log cannot be read: %w", err)
	}
	return fmt.Errorf("it ends again and again: %s (its log: kubectl --context %s -n %s logs %s)",
		process.LastErrorIn(log), c.ContextName(), adapter.Namespace, name)
}

// restarts are how often the containers of pods had been started again when they were
// first seen: while a machine starts, they end until the API server answers.
type restarts map[types.UID]int32

func (r restarts) note(pods []corev1.Pod) {
	for _, pod := range pods {
		if _, known := r[pod.UID]; known || len(pod.Status.ContainerStatuses) == 0 {
			continue
		}
		r[pod.UID] = pod.Status.ContainerStatuses[0].RestartCount
		if r[pod.UID] == 0 { // it is new: its first start counts as well
			r[pod.UID] = -1
		}
	}
}

// crashing returns the name of a pod that has ended twice since it was first seen, of
// the set that the Deployment is rolling out. Those of earlier sets are on their way
// out.
func crashing(d *appsv1.Deployment, sets []appsv1.ReplicaSet, pods []corev1.Pod, before restarts) string {
	const revision = "deployment.kubernetes.io/revision"
	if d.Status.ObservedGeneration < d.Generation {
		return ""
	}
	for _, set := range sets {
		if set.Annotations[revision] != d.Annotations[revision] || !metav1.IsControlledBy(&set, d) {
			continue
		}
		for _, pod := range pods {
			again := slices.ContainsFunc(pod.Status.ContainerStatuses, func(s corev1.ContainerStatus) bool {
				return s.State.Running == nil && s.RestartCount-before[pod.UID] >= 2
			})
			if again && metav1.IsControlledBy(&pod, &set) {
				return pod.Name
			}
		}
	}
	return ""
}

// rolledOut is what `kubectl rollout status` waits for.
func rolledOut(d *appsv1.Deployment) bool {
	return d.Status.ObservedGeneration >= d.Generation &&
		d.Status.UpdatedReplicas == *d.Spec.Replicas &&
		d.Status.Replicas == *d.Spec.Replicas &&
		d.Status.AvailableReplicas == *d.Spec.Replicas
}

func describe(d *appsv1.Deployment, pods []corev1.Pod) string {
	seen := fmt.Sprintf("%d of %d pods available", d.Status.AvailableReplicas, *d.Spec.Replicas)
	for _, pod := range pods {
		for _, container := range pod.Status.ContainerStatuses {
			switch {
			case container.State.Waiting != nil:
				seen += fmt.Sprintf("; %s: %s %s", pod.Name, container.State.Waiting.Reason, container.State.Waiting.Message)
			case container.State.Terminated != nil:
				seen += fmt.Sprintf("; %s: ended: %s", pod.Name, container.State.Terminated.Reason)
			}
		}
	}
	return seen
}
