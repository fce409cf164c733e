package lifecycle

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"example.com/metrics-lab/lab/adapter"
	"example.com/metrics-lab/lab/state"
)

// foreignTimeout is how long Down waits for a cluster to say who serves its metrics APIs. One that hangs is removed all the
// same.
const foreignTimeout = 2 * time.Second

// ErrForeign says that another adapter serves a metrics API of the lab's cluster. The command that returns it has changed
// nothing.
var ErrForeign = errors.New("not by the lab's adapter")

// checkForeign returns ErrForeign if what comes next would take an API away from another adapter.
func checkForeign(ctx context.Context, lab string, c cluster) error {
	found, err := foreign(ctx, c)
	if err != nil || len(found) == 0 {
		return err
	}
	names := make([]string, 0, len(found))
	for _, f := range found {
		names = append(names, f.APIService)
	}
	return fmt.Errorf("%s, %w: nothing was changed. Remove that adapter, or only its registration (`kubectl --context %s delete apiservice %s`), "+
		"and then `%s`; or make another lab (`make up NAME=other`)",
		sentence(found), ErrForeign, c.ContextName(), strings.Join(names, " "), state.Make("up", lab))
}

// checkDown returns ErrForeign if an adapter that somebody has installed would go with the cluster. A cluster that does not
// say so, because it has stopped, hangs or is broken, is nothing to keep.
func checkDown(ctx context.Context, lab string, c cluster) error {
	asked, cancel := context.WithTimeout(ctx, foreignTimeout)
	defer cancel()
	found, err := foreign(asked, c)
	if err != nil || len(found) == 0 {
		return ctx.Err()
	}
	return fmt.Errorf("%s, %w: that adapter would go with the cluster, so nothing was changed. `%s FORCE=1` removes the lab all the same",
		sentence(found), ErrForeign, state.Make("down", lab))
}

func foreign(ctx context.Context, c cluster) ([]adapter.Foreign, error) {
	administrators, err := c.Clients()
	if err != nil {
		return nil, err
	}
	return adapter.FindForeign(ctx, administrators)
}

func sentence(found []adapter.Foreign) string {
	parts := make([]string, 0, len(found))
	for _, f := range found {
		parts = append(parts, f.String())
	}
	return strings.Join(parts, " and ")
}
