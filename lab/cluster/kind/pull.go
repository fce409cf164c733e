package kind

import (
	"context"
	"fmt"
	"strings"

	"example.com/metrics-lab/lab/host/docker"
)

// have has a node image on the machine. named says that the user named it.
func have(ctx context.Context, image string, named bool, show func(what string)) error {
	if there, err := docker.Has(ctx, "image", "inspect", image); there || err != nil {
		return err
	}
	short, _, _ := strings.Cut(image, "@") // without the digest
	err := docker.Pull(ctx, image, func(what string) { show("node image " + short + ": " + what) })
	if err == nil || ctx.Err() != nil {
		return err
	}
	advice := adviceFor(err)
	if !named {
		advice += ", or build one with `bin/lab node-image`"
	}
	return fmt.Errorf("the node image %s is not there and cannot be pulled: %w; %s", image, err, advice)
}

// adviceFor says what to do about a pull that failed, by the words that registries and
// Docker use for it.
func adviceFor(err error) string {
	for _, known := range []struct {
		advice string
		words  []string
	}{
		{"the registry limits how many pulls it gives: `docker login`, or try again later", []string{"toomanyrequests", "HTTP status: 429"}},
		{"is the name right? If so, `docker login` first", []string{"unauthorized", "denied", "not found", "manifest unknown"}},
		{"Docker has no room left: `docker system df` shows what takes it", []string{"no space left"}},
		{"try again where the network is better", []string{"nothing has arrived"}},
		{"the registry is not reached from here: look at the network and at Docker's proxy", []string{"dial tcp", "no such host", "timeout"}},
		{"the registry does not work at the moment: try again later", []string{"HTTP status: 5"}},
	} {
		for _, word := range known.words {
			if strings.Contains(err.Error(), word) {
				return known.advice
			}
		}
	}
	return "`docker pull` it by hand"
}
