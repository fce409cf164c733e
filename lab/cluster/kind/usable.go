package kind

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"sigs.k8s.io/kind/pkg/apis/config/defaults"

	"example.com/metrics-lab/lab/host/docker"
)

// containerTimeout is how long a container may take to start.
const containerTimeout = 30 * time.Second

// supportedMinors are the Kubernetes versions that kind-config.yaml is right for.
func supportedMinors() []string { return []string{"v1.35", "v1.36", "v1.37"} }

// Usable says whether a kind cluster can be made where Docker answers, and with
// which node image: one is there or can be pulled, and a privileged container of
// it starts. wanted is the image that the user named, built one that was built on
// this machine; either may be empty. kind's own default comes last. show shows how
// far a pull is. The error is one line that says what is missing.
func Usable(ctx context.Context, wanted, built string, show func(what string)) (image string, err error) {
	image = cmp.Or(wanted, built, defaults.Image)
	if err := have(ctx, image, wanted != "", show); err != nil {
		return "", err
	}
	version, err := kubernetesOf(ctx, image)
	if err != nil {
		return "", err
	}
	minor := version[:max(strings.LastIndex(version, "."), 0)]
	if !slices.Contains(supportedMinors(), minor) {
		return "", fmt.Errorf("the node image %s has Kubernetes %s; use one of %s", image, version, strings.Join(supportedMinors(), ", "))
	}
	return image, nil
}

// kubernetesOf starts a privileged container of a node image, which is what
// kind will do, and reads the version of Kubernetes in it.
func kubernetesOf(ctx context.Context, image string) (string, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, containerTimeout, fmt.Errorf("not within %s", containerTimeout))
	defer cancel()
	version, err := docker.Run(ctx, "run", "--rm", "--privileged", "--network", "none",
		"--entrypoint", "cat", image, "/kind/version")
	if err != nil {
		return "", fmt.Errorf("a privileged container of the node image %s does not start: %w", image, err)
	}
	return version, nil
}
