package gocommand

import (
	"errors"
	"strings"
	"testing"
)

func TestAdvise(t *testing.T) {
	t.Parallel()
	for _, row := range []struct{ name, said, want string }{
		{"old Go", "go: go.mod requires go >= 1.26.6 (running go 1.24.1; GOTOOLCHAIN=local)", "newer one, from https://go.dev/dl"},
		{"full disk", "go build x: copying /t/a.out: write /c/b: no space left on device", "the disk is full"},
		{"killed", "k8s.io/api/core/v1: /go/pkg/tool/compile: signal: killed", "want of memory"},
		{"another sum", "verifying a.test@v1.0.0: checksum mismatch", "another GOPROXY"},
		{"refused", `main.go:3:8: a.test@v1.0.0: Get "https://proxy.test/a": dial tcp 127.0.0.1:9: connect: connection refused`, ErrNoModules.Error()},
		{"cut", "a.test@v1.0.0: read \"https://proxy.test/a.zip\": unexpected EOF", ErrNoModules.Error()},
		{"a server's word", "a.test@v1.0.0: reading https://proxy.test/a.zip: 503 Service Unavailable", ErrNoModules.Error()},
		{"off", "a.test@v1.0.0: module lookup disabled by GOPROXY=off", ErrNoModules.Error()},
		{"a mistake", "./main.go:4:2: undefined: x", ""},
		{"a mistake that reads like another", "./main.go:9:1: syntax error: unexpected EOF, expecting }", ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			err := failed(t.Context(), "compile it", errors.New("exit status 1"), "# a.test\n"+row.said+"\n")
			want := row.want
			if want == "" {
				want = "compile it: exit status 1"
			}
			if first, _, _ := strings.Cut(err.Error(), "\n"); !strings.Contains(first, want) {
				t.Errorf("got %q, want %q", first, want)
			}
			if !strings.HasSuffix(err.Error(), row.said) {
				t.Errorf("%v\ndoes not end with what the go command said", err)
			}
		})
	}
}
