package check

import (
	"context"
	"errors"
	"fmt"
	"slices"

	autoscalingv2 "k8s.io/api/autoscaling/v2"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"example.com/metrics-lab/autoscaling"
)

func lesson10() lesson {
	return lesson{"CPU and memory", []item{
		{"the HPA usage/web reads CPU and memory of its pods, and wants 4 replicas", webReadsBoth},
		{"the HPA usage/api reads the CPU of the container api alone, and wants 3 replicas", apiReadsContainer},
		{"the Deployment usage/api has its sidecar, without a request", apiHasSidecar},
	}}
}

func webReadsBoth(ctx context.Context, l *Learner) error {
	hpa, err := getHPA(ctx, l, "usage", "web", "step 1 makes it")
	if err != nil {
		return err
	}
	var cpu, memory bool
	for _, m := range hpa.Spec.Metrics {
		if r := m.Resource; r != nil {
			cpu = cpu || r.Name == corev1.ResourceCPU && isHalf(r.Target)
			memory = memory || r.Name == corev1.ResourceMemory && isQuantity(r.Target.AverageValue, "64Mi")
		}
	}
	switch {
	case !cpu:
		return errors.New("it has no Resource metric cpu with the averageUtilization 50: step 1 makes it with one, and exercise 2 leaves that")
	case !memory:
		return errors.New("it has no Resource metric memory with the averageValue 64Mi: exercise 2 adds it")
	}
	unread := func(m autoscaling.Metric) bool {
		return m.Type == autoscalingv2.ResourceMetricSourceType && m.Current == nil
	}
	if slices.ContainsFunc(autoscaling.Metrics(hpa), unread) {
		return errors.New("it has not read both: exercise 2 declares memory of its pods, and step 2 cpu")
	}
	return wantsNow(hpa, 4)
}

func apiReadsContainer(ctx context.Context, l *Learner) error {
	hpa, err := getHPA(ctx, l, "usage", "api", "exercise 1 makes it")
	if err != nil {
		return err
	}
	if len(hpa.Spec.Metrics) != 1 {
		return fmt.Errorf("it has %d metrics: exercise 1 asks for one", len(hpa.Spec.Metrics))
	}
	of := hpa.Spec.Metrics[0].ContainerResource
	switch {
	case of == nil:
		return fmt.Errorf("its metric is of the type %s: exercise 1 asks for one that looks at a container", hpa.Spec.Metrics[0].Type)
	case of.Container != "api" || of.Name != corev1.ResourceCPU:
		return fmt.Errorf("it reads %s of the container %s: exercise 1 asks for the cpu of the container api", of.Name, of.Container)
	case !isHalf(of.Target):
		return errors.New("its target is not an averageUtilization of 50: exercise 1 leaves that")
	}
	return wantsNow(hpa, 3)
}

func apiHasSidecar(ctx context.Context, l *Learner) error {
	api, err := l.Kubernetes.AppsV1().Deployments("usage").Get(ctx, "api", metav1.GetOptions{})
	if err != nil {
		return fmt.Errorf("%w: exercise 1 makes it", err)
	}
	containers := api.Spec.Template.Spec.Containers
	i := slices.IndexFunc(containers, func(c corev1.Container) bool { return c.Name == "log-shipper" })
	if i < 0 || !containers[i].Resources.Requests.Cpu().IsZero() {
		return errors.New("its container log-shipper has gone, or has a request now: exercise 1 leaves the Deployment as it is")
	}
	return nil
}

func isHalf(target autoscalingv2.MetricTarget) bool {
	return target.AverageUtilization != nil && *target.AverageUtilization == 50
}

func isQuantity(quantity *resource.Quantity, want string) bool {
	return quantity != nil && quantity.Cmp(resource.MustParse(want)) == 0
}
