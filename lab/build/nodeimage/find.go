package nodeimage

import (
	"context"
	"fmt"
	"strings"

	"example.com/metrics-lab/lab/host/docker"
)

// Find returns the name of the node image to use, or "" when Docker has none:
// that of this checkout, or else the newest one with the same minor version of
// Kubernetes. root is the repository's top folder.
func Find(ctx context.Context, root string) (name string, err error) {
	id, err := identify(ctx, root)
	if err != nil {
		return "", err
	}
	there, err := list(ctx)
	if err != nil {
		return "", err
	}
	return choose(there, id), nil
}

// list returns the names of all node images, the newest first.
func list(ctx context.Context) ([]string, error) {
	names, err := docker.Ask(ctx, "image", "ls", "--format", "{{.Repository}}:{{.Tag}}", Repository)
	if err != nil {
		return nil, fmt.Errorf("look for a node image: %w", err)
	}
	return strings.Fields(names), nil
}

func choose(there []string, wanted identity) string {
	minor := wanted.kubernetes[:strings.LastIndex(wanted.kubernetes, ".")+1]
	fits := ""
	for _, name := range there {
		if name == wanted.name() {
			return name
		}
		if fits == "" && strings.HasPrefix(name, Repository+":"+minor) {
			fits = name
		}
	}
	return fits
}

func exists(ctx context.Context, name string) (bool, error) {
	there, err := list(ctx)
	if err != nil {
		return false, err
	}
	for _, other := range there {
		if other == name {
			return true, nil
		}
	}
	return false, nil
}
