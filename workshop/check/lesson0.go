package check

import (
	"context"
	"errors"
	"fmt"

	appsv1 "k8s.io/api/apps/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/utils/ptr"

	"example.com/metrics-lab/lab/kubeconfig"
	"example.com/metrics-lab/lab/lifecycle"
)

// pauseImage is the image that each node has.
const pauseImage = "metrics-lab/pause:node"

func lesson0() lesson {
	return lesson{"Start the lab", []item{
		{"the lab is up, and all is well", labIsWell},
		{"kubectl talks to it", contextIsCurrent},
		{"the Deployment start/hello has 2 pods that are ready", helloIsReady},
	}}
}

func labIsWell(ctx context.Context, l *Learner) error {
	status, err := lifecycle.Look(ctx, l.Name)
	if err != nil {
		return err
	}
	if n := len(status.Problems); n > 0 {
		return fmt.Errorf("%s%s: `make up` puts right what it can, `bin/lab status` shows all", status.Problems[0], andMore(n-1))
	}
	return nil
}

func andMore(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf(" (and %d more)", n)
}

func contextIsCurrent(_ context.Context, l *Learner) error {
	advice, err := kubeconfig.Advice(l.Context)
	if err == nil && advice != "" {
		err = errors.New(advice)
	}
	return err
}

func helloIsReady(ctx context.Context, l *Learner) error {
	hello, err := l.Kubernetes.AppsV1().Deployments("start").Get(ctx, "hello", metav1.GetOptions{})
	if err != nil {
		return fmt.Errorf("in the namespace start: %w: exercise 1 makes it", err)
	}
	return isHello(hello)
}

// isHello says what of exercise 1 a Deployment lacks. A simulated pod runs whatever
// its image is, a real one does not.
func isHello(d *appsv1.Deployment) error {
	wants := ptr.Deref(d.Spec.Replicas, 1)
	image := d.Spec.Template.Spec.Containers[0].Image
	switch {
	case image != pauseImage:
		return fmt.Errorf("its image is %s, and exercise 1 takes %s: `kubectl -n start delete deployment hello`, and make it anew", image, pauseImage)
	case wants != 2:
		return fmt.Errorf("replicas is %d: `kubectl -n start scale deployment hello --replicas=2`", wants)
	case d.Status.ReadyReplicas != wants:
		return fmt.Errorf("%d of %d are ready: if that stays so, `kubectl -n start describe pods` says why", d.Status.ReadyReplicas, wants)
	}
	return nil
}
