package gocommand

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// ErrNoModules says that the modules of what is compiled cannot be downloaded.
var ErrNoModules = errors.New("the Go modules cannot be downloaded: type the same command to go on where it ended; behind a proxy, set GOPROXY or HTTPS_PROXY")

// advice is what to do about what the go command says.
type advice struct {
	signs []string // in what it says
	err   error
}

func allAdvice() []advice {
	return []advice{
		{[]string{"toolchain not available", "requires go >="},
			errors.New("this needs the Go that go.mod names, or a newer one, from https://go.dev/dl")},
		{[]string{"no space left on device", "disk quota exceeded"},
			errors.New("the disk is full: free some space, and type the same command to go on where it ended")},
		{[]string{"signal: killed", "cannot allocate memory"},
			errors.New("the compiler was killed, mostly for want of memory: close other programs, or set GOMAXPROCS=1")},
		{[]string{"checksum mismatch", "SECURITY ERROR"},
			errors.New("what was downloaded is not what go.sum names: try another GOPROXY, or `go clean -modcache`")},
		{[]string{"GOPROXY=off", "GOPROXY list is", "dial tcp", "no such host", "unexpected EOF", "i/o timeout", "TLS handshake",
			"connection reset", "connection refused", "Client.Timeout", "reading https://", "reading http://"}, ErrNoModules},
	}
}

// failed gives a failed go command's error with what the command said, and with one
// line of advice where there is one that fits.
func failed(ctx context.Context, what string, err error, said string) error {
	if ctx.Err() != nil {
		return fmt.Errorf("%s: %w", what, context.Cause(ctx))
	}
	if fitting := advise(said); fitting != nil {
		err = fitting
	}
	return fmt.Errorf("%s: %w\n%s", what, err, strings.TrimSpace(said))
}

// advise returns nil where nothing but the go command's own words explains what is
// wrong. A syntax error may speak of an unexpected EOF, too.
func advise(said string) error {
	for _, known := range allAdvice() {
		for line := range strings.Lines(said) {
			if !strings.Contains(line, "syntax error") && slices.ContainsFunc(known.signs, func(sign string) bool { return strings.Contains(line, sign) }) {
				return known.err
			}
		}
	}
	return nil
}

// Output runs a go command that is soon done, and returns what it prints. what says
// what it is for, in errors: "ask Go for its version".
func Output(ctx context.Context, what, dir string, args ...string) (string, error) {
	if err := Check(); err != nil {
		return "", err
	}
	var stdout, stderr bytes.Buffer
	cmd := Command(ctx, dir, args...)
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		return "", failed(ctx, what, err, stderr.String())
	}
	return strings.TrimSpace(stdout.String()), nil
}
