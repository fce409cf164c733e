package rename

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"example.com/metrics-lab/lab/host/checkout"
)

// committed returns the files of a checkout, by their path below root. That
// something in it is not committed is an error.
func committed(ctx context.Context, root string) ([]string, error) {
	status, err := checkout.Git(ctx, root, "status", "--porcelain", "--", ".")
	if err != nil {
		return nil, fmt.Errorf("see what is not committed: %w", err)
	}
	if changes := strings.Split(strings.TrimRight(status, "\n"), "\n"); status != "" {
		return nil, fmt.Errorf("not everything is committed (%s, %d in all): commit or stash it, so that git shows what the renaming changes, and can undo it",
			strings.TrimSpace(changes[0]), len(changes))
	}
	list, err := checkout.Git(ctx, root, "ls-files", "-z")
	if err != nil {
		return nil, fmt.Errorf("see what there is: %w", err)
	}
	return slices.DeleteFunc(strings.Split(list, "\x00"), func(name string) bool { return name == "" }), nil
}
