package live

import (
	"context"
	"errors"
	"fmt"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"example.com/metrics-lab/play/engine"
)

const (
	// settle is how long the pods of the start are Ready before it: the CPU of one that is younger than a window of the
	// adapter is left out by the controller.
	settle = 3 * time.Second
	// startTimeout is how long all may take that is there at the start.
	startTimeout = 2 * time.Minute
	// cleanTimeout is how long the namespace may take to be removed; what is in it goes later.
	cleanTimeout = 30 * time.Second
)

// Play plays an input on a cluster, in real time and in a namespace of its own, which is removed whatever happens. If ctx ends
// before the play does, the result is that of the time until then, beside an error. What a cluster cannot play is an error
// that says so (Playable).
func Play(ctx context.Context, c *Cluster, in engine.Input) (result *engine.Result, err error) {
	if err := Playable(in, c.SyncPeriod); err != nil {
		return nil, err
	}
	if err := c.checkSyncPeriod(ctx); err != nil {
		return nil, err
	}
	namespace, err := c.Kubernetes.CoreV1().Namespaces().Create(ctx, &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{GenerateName: "play-"}}, metav1.CreateOptions{})
	if err != nil {
		return nil, fmt.Errorf("make a namespace for the play: %w", err)
	}
	watching, stop := context.WithCancel(ctx)
	defer func() {
		stop()
		err = errors.Join(err, c.remove(ctx, namespace.Name))
	}()
	r := newRecorder(in, c.Clock)
	if err := r.watch(watching, c.Kubernetes, namespace.Name); err != nil {
		return nil, err
	}
	s := stage{Cluster: c, in: in, namespace: namespace.Name}
	start, err := s.set(ctx, r)
	if err != nil {
		return nil, err
	}
	if err := c.sleep(ctx, start.Sub(c.Clock.Now())); err != nil {
		return nil, fmt.Errorf("wait for the start: %w", err)
	}
	r.begin(start)
	if err := s.scale(ctx); err != nil {
		return nil, err
	}
	if err := c.sleep(ctx, start.Add(in.Duration).Sub(c.Clock.Now())); err != nil {
		return r.result(), fmt.Errorf("the play ended early: %w", err)
	}
	return r.result(), nil
}

// remove removes the namespace of a play, and with it all that is in it.
func (c *Cluster) remove(ctx context.Context, namespace string) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), cleanTimeout)
	defer cancel()
	if err := c.Kubernetes.CoreV1().Namespaces().Delete(ctx, namespace, metav1.DeleteOptions{}); err != nil {
		return fmt.Errorf("remove the namespace %s of the play: %w", namespace, err)
	}
	return nil
}

// sleep waits, or returns the error of a ctx that ends.
func (c *Cluster) sleep(ctx context.Context, d time.Duration) error {
	timer := c.Clock.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-timer.C():
		return nil
	}
}
