package check

import (
	"context"
	"fmt"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"example.com/metrics-lab/scripts/lab/kubeconfig"
	"example.com/metrics-lab/scripts/lab/lab"
)

func lesson0() lesson {
	return lesson{"Start the lab", []item{
		{"the lab is up, and all is well", labIsWell},
		{"kubectl talks to it", contextIsCurrent},
		{"the Deployment start/hello has 2 pods that are ready", helloIsReady},
	}}
}

func labIsWell(ctx context.Context, l *Lab) error {
	status, err := lab.Look(ctx, l.Name)
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

func contextIsCurrent(_ context.Context, l *Lab) error {
	current, err := kubeconfig.Current()
	if err != nil {
		return err
	}
	if current != l.Context {
		return fmt.Errorf("the current context is %q: type kubectl config use-context %s", current, l.Context)
	}
	return nil
}

func helloIsReady(ctx context.Context, l *Lab) error {
	hello, err := l.Client.AppsV1().Deployments("start").Get(ctx, "hello", metav1.GetOptions{})
	if err != nil {
		return fmt.Errorf("%w: exercise 1 makes it", err)
	}
	if hello.Status.ReadyReplicas != 2 {
		return fmt.Errorf("%d are ready: exercise 1 says how many replicas it wants", hello.Status.ReadyReplicas)
	}
	return nil
}
