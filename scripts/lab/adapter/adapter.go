// Package adapter knows what a lab has to know of the adapter: its names in
// the cluster, how it is built, and its manifests.
package adapter

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"example.com/metrics-lab/scripts/lab/state"
)

const (
	// Namespace is where the adapter's objects are.
	Namespace = "metrics-lab"
	// Name is that of its Service, its ServiceAccount and its program.
	Name = "metrics-adapter"
	// ServerName is what its certificate is for: the API server verifies it,
	// whatever address it dials.
	ServerName = Name + "." + Namespace + ".svc"
)

// APIServices returns the names of the APIServices that the adapter serves.
func APIServices() []string {
	return []string{"v1beta1.custom.metrics.k8s.io", "v1beta2.custom.metrics.k8s.io", "v1beta1.external.metrics.k8s.io"}
}

// Build compiles the adapter, static, and copies it to the file. It says
// whether that changed the file, which is replaced whole or not at all. root
// is the repository's top folder.
//
// It is compiled in the cache, where Go sees that nothing has changed and does
// not link it again.
func Build(ctx context.Context, root, file string) (changed bool, err error) {
	checkout := fmt.Sprintf("%.6x", sha256.Sum256([]byte(root)))
	dir, err := state.Cache("adapter", checkout)
	if err != nil {
		return false, err
	}
	unlock, err := state.Lock(ctx, "adapter-"+checkout, func() {})
	if err != nil {
		return false, err
	}
	defer unlock()
	compiled := filepath.Join(dir, Name)
	cmd := exec.CommandContext(ctx, "go", "build", "-trimpath", "-o", compiled, "./adapter")
	cmd.Dir = root
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if output, err := cmd.CombinedOutput(); err != nil {
		if ctx.Err() != nil {
			return false, fmt.Errorf("compile the adapter: %w", context.Cause(ctx))
		}
		return false, fmt.Errorf("compile the adapter: %w\n%s", err, strings.TrimSpace(string(output)))
	}
	return replace(compiled, file)
}

// replace makes file a copy of compiled unless it is one already.
func replace(compiled, file string) (changed bool, err error) {
	after, err := os.ReadFile(compiled)
	if err != nil {
		return false, fmt.Errorf("read the compiled adapter: %w", err)
	}
	if before, err := os.ReadFile(file); err == nil && bytes.Equal(before, after) {
		return false, nil
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return false, fmt.Errorf("make a folder for the adapter: %w", err)
	}
	fresh := file + ".new"
	defer func() { _ = os.Remove(fresh) }()
	if err := os.WriteFile(fresh, after, 0o700); err != nil {
		return false, fmt.Errorf("write the adapter: %w", err)
	}
	if err := os.Rename(fresh, file); err != nil {
		return false, fmt.Errorf("put the adapter in place: %w", err)
	}
	return true, nil
}
