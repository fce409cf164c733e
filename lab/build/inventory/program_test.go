package inventory

import (
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestModulesOf(t *testing.T) {
	t.Parallel()
	library := Module{Path: "std", Version: "go1.26.0"}
	for _, row := range []struct {
		name  string
		info  debug.BuildInfo
		want  []Module
		fails string
	}{
		{
			name: "of a module",
			info: debug.BuildInfo{Main: debug.Module{Path: "a.example/a", Version: "v1.0.0", Sum: "h1:a"}, Deps: []*debug.Module{{Path: "b.example/b", Version: "v2.0.0", Sum: "h1:b"}}},
			want: []Module{{"a.example/a", "v1.0.0", "h1:a"}, {"b.example/b", "v2.0.0", "h1:b"}, library},
		},
		{
			name: "of a folder",
			info: debug.BuildInfo{Main: debug.Module{Path: "a.example/a", Version: "(devel)"}},
			want: []Module{{Path: "a.example/a"}, library},
		},
		{
			name: "of a module in another's place",
			info: debug.BuildInfo{Main: debug.Module{Path: "a.example/a"}, Deps: []*debug.Module{{Path: "b.example/b", Version: "v2.0.0", Replace: &debug.Module{Path: "c.example/b", Version: "v2.0.1", Sum: "h1:c"}}}},
			want: []Module{{Path: "a.example/a"}, {"c.example/b", "v2.0.1", "h1:c"}, library},
		},
		{
			name:  "of a folder in a module's place",
			info:  debug.BuildInfo{Main: debug.Module{Path: "a.example/a"}, Deps: []*debug.Module{{Path: "b.example/b", Version: "v2.0.0", Replace: &debug.Module{Path: "../b"}}}},
			fails: "nothing says what is in ../b",
		},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			row.info.GoVersion = library.Version
			got, err := modulesOf(&row.info)
			if row.fails != "" {
				if err == nil || !strings.Contains(err.Error(), row.fails) {
					t.Errorf("got %v, want %q", err, row.fails)
				}
				return
			}
			if diff := cmp.Diff(row.want, got); diff != "" || err != nil {
				t.Errorf("modules (-want +got): %v\n%s", err, diff)
			}
		})
	}
}

func TestReadFails(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "program")
	if err := os.WriteFile(file, []byte("#!/bin/sh\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Read(file); err == nil || !slices.Contains(strings.Split(err.Error(), ": "), "read what a program is compiled from") {
		t.Errorf("got %v", err)
	}
}
