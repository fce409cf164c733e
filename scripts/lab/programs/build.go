package programs

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"

	"example.com/metrics-lab/scripts/lab/process"
)

// build is one way to compile the programs: a change of anything that goes
// into them gives it another key.
type build struct {
	dir        string // of the Go module
	list       List
	kubernetes string // version
	source     string
	key        string
	ldflags    string
	work       string // folder that the go command works in; empty: its default
}

func newBuild(ctx context.Context, dir string, list List) (build, error) {
	b := build{dir: dir, list: list}
	if _, err := exec.LookPath("go"); err != nil {
		return b, errors.New("the control plane is compiled on this machine and `go` is not on the PATH: install Go from https://go.dev/dl")
	}
	p, err := readPins(dir)
	if err != nil {
		return b, err
	}
	if b.kubernetes, err = p.version(kubernetes); err != nil {
		return b, err
	}
	kwok, err := p.version("sigs.k8s.io/kwok")
	if err != nil {
		return b, err
	}
	b.ldflags = ldflags(b.kubernetes, kwok)
	b.source = fmt.Sprintf("%x", sha256.Sum256(fmt.Appendf(p.text, "%s\n%s", b.ldflags, strings.Join(list.Paths, " "))))
	compiler, err := b.output(ctx, "env", "GOVERSION", "GOOS", "GOARCH", "GOAMD64", "GOARM", "GOARM64", "GOEXPERIMENT")
	if err != nil {
		return b, err
	}
	b.key = fmt.Sprintf("%s-%s-%.6x", b.kubernetes, list.Name, sha256.Sum256([]byte(compiler+"\n"+b.source)))
	return b, nil
}

// ldflags leaves symbols out and sets the versions that the programs report:
// kwokctl and clients read them.
func ldflags(kubernetes, kwok string) string {
	minor := strings.Split(strings.TrimPrefix(kubernetes, "v"), ".")
	const version = "k8s.io/component-base/version."
	return strings.Join([]string{
		"-s", "-w",
		"-X", version + "gitVersion=" + kubernetes,
		"-X", version + "gitMajor=" + minor[0],
		"-X", version + "gitMinor=" + minor[1],
		"-X", "sigs.k8s.io/kwok/pkg/consts.Version=" + kwok,
	}, " ")
}

// command is the go command in the module, by itself: neither a workspace
// around the repository nor cgo has a part in the programs.
func (b build) command(ctx context.Context, args ...string) *exec.Cmd {
	cmd := process.Interruptible(exec.CommandContext(ctx, "go", args...))
	cmd.Dir = b.dir
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOWORK=off")
	if b.work != "" {
		cmd.Env = append(cmd.Env, "GOTMPDIR="+b.work)
	}
	return cmd
}

func (b build) output(ctx context.Context, args ...string) (string, error) {
	var stdout, stderr bytes.Buffer
	cmd := b.command(ctx, args...)
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		return "", failed(ctx, args[0], err, stderr.String())
	}
	return strings.TrimSpace(stdout.String()), nil
}

// failed gives a failed go command's error with what the command said.
func failed(ctx context.Context, verb string, err error, output string) error {
	if ctx.Err() != nil {
		return fmt.Errorf("go %s of the control plane: %w", verb, context.Cause(ctx))
	}
	return fmt.Errorf("go %s of the control plane: %w: %s", verb, err, strings.TrimSpace(output))
}
