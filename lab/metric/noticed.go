package metric

import (
	"context"
	"fmt"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"example.com/metrics-lab/adapter/api/v1alpha1"
	"example.com/metrics-lab/lab/host/wait"
	"example.com/metrics-lab/lab/state"
)

// unnoticed waits until the adapter has noticed an object that was just stored. It
// returns a note if it does not: the value cannot be read then, however well it is kept.
func (c *Client) unnoticed(ctx context.Context, object metav1.Object) string {
	err := wait.For(ctx, "the adapter to notice it", c.patience, 50*time.Millisecond, func(ctx context.Context) (bool, string, error) {
		status, generation, err := c.clients.Declarations.Status(ctx, object)
		return status.Condition(v1alpha1.ConditionAccepted, generation) != nil, "", err
	})
	if err == nil {
		return ""
	}
	return fmt.Sprintf("the adapter has not noticed it yet: `%s` says what is wrong", state.Make("status", c.lab.name))
}
