package main

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestRun(t *testing.T) {
	t.Parallel()
	choose := "choose one or more of " + strings.Join(sourceNames(), ",") + ", each once"
	for _, test := range []struct {
		name    string
		args    []string
		wantErr string
	}{
		{name: "help", args: []string{"--help"}},
		{name: "unknown flag", args: []string{"--interval=3s"}, wantErr: "unknown flag: --interval"},
		{name: "unknown source", args: []string{"--sources=sample,prometheus"}, wantErr: "--sources=sample,prometheus: " + choose},
		{name: "a source twice", args: []string{"--sources=sample,sample"}, wantErr: "--sources=sample,sample: " + choose},
		{name: "no source", args: []string{"--sources="}, wantErr: "--sources=: " + choose},
		{
			name:    "no cluster",
			args:    []string{"--lister-kubeconfig=testdata/none"},
			wantErr: "unable to construct lister client config to initialize provider: stat testdata/none: no such file or directory",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got := ""
			if err := run(t.Context(), test.args); err != nil {
				got = err.Error()
			}
			if diff := cmp.Diff(test.wantErr, got); diff != "" {
				t.Errorf("error (-want +got):\n%s", diff)
			}
		})
	}
}
