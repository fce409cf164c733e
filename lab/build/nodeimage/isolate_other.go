//go:build !linux

package nodeimage

import "os/exec"

// isolate does nothing: a node image is built on Linux only.
func isolate(*exec.Cmd, string) {}
