package rename

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/metrics-lab/lab/host/checkout"
)

// lab is the path of the module in these tests.
const lab = "example.test/lab"

// tree is a small repository. Its keys are paths; {} stands for the module's.
func tree() map[string]string {
	return map[string]string{
		"go.mod":     "module {} // the lab\n\ngo 1.26\n\nrequire (\n\texample.test/kit v1.0.0\n\t{}/api v0.0.0\n)\n\nreplace {}/api => ./api\n",
		"api/go.mod": "module {}/api\n\ngo 1.26\n",
		"go.work":    "go 1.26\n\nuse (\n\t.\n\t./api\n)\n\nreplace (\n\texample.test/kit => ./kit\n\t{}/old => ./old\n)\n",
		"main.go": "// Command main is in {}, see https://{}/issues.\npackage main\n\nimport (\n\t\"fmt\"\n\n" +
			"\tkit \"{}/adapter\" // ours\n\t_ \"{}\"\n\t\"{}2/adapter\"\n)\n\n" +
			"// Flags are of {}/...\nconst Flags = \"-gcflags={}/...=-N -l\" + `{}`\n",
		"README.md":        "go get {}@latest, import {}/adapter. It is {}. See {}...\nlab.{}/v1, {}ed, {}-2, src/{}, {}.v2\n",
		"broken.go":        "package {} \"{}\"",
		"run":              "#!/bin/sh\ngo build {}/adapter\n",
		"logo":             "\x00{}",
		"folder/.lint.yml": "prefix: ['{}']\n",
	}
}

// newCheckout makes a repository of files in which {} is module, with everything
// committed.
func newCheckout(t *testing.T, module string, files map[string]string) string {
	t.Helper()
	root := t.TempDir()
	for name, text := range files {
		file := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(strings.ReplaceAll(text, "{}", module)), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := checkout.Commit(t.Context(), root); err != nil {
		t.Fatal(err)
	}
	return root
}

func commit(t *testing.T, root string) {
	t.Helper()
	git(t, root, "add", "--all")
	git(t, root, "commit", "--quiet", "--no-verify", "--message=More")
}

func git(t *testing.T, root string, args ...string) string {
	t.Helper()
	output, err := checkout.Git(t.Context(), root, args...)
	if err != nil {
		t.Fatal(err)
	}
	return output
}

// contents are all files but those of git.
func contents(t *testing.T, root string) map[string]string {
	t.Helper()
	found := map[string]string{}
	err := fs.WalkDir(os.DirFS(root), ".", func(name string, entry fs.DirEntry, err error) error {
		if name == ".git" && entry.IsDir() {
			return fs.SkipDir
		}
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		data, err := os.ReadFile(filepath.Join(root, name))
		found[name] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// TestRun: the path is another one everywhere, and only the path is.
func TestRun(t *testing.T) {
	t.Parallel()
	root := newCheckout(t, lab, tree())
	if err := os.Chmod(filepath.Join(root, "run"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("README.md", filepath.Join(root, "LIESMICH.md")); err != nil {
		t.Fatal(err)
	}
	commit(t, root)
	result, err := Run(t.Context(), root, "example.test/a")
	if err != nil {
		t.Fatal(err)
	}
	want := &Result{
		From: lab, To: "example.test/a",
		Changed: []string{"README.md", "api/go.mod", "broken.go", "folder/.lint.yml", "go.mod", "go.work", "main.go", "run"},
		Left:    []string{"README.md:2", "README.md:2", "README.md:2", "README.md:2", "README.md:2", "main.go:9"},
	}
	if diff := cmp.Diff(want, result); diff != "" {
		t.Errorf("result (-want +got):\n%s", diff)
	}
	got := contents(t, root)
	for name, text := range map[string]string{
		// What is required is sorted again.
		"go.mod":     "module example.test/a // the lab\n\ngo 1.26\n\nrequire (\n\texample.test/a/api v0.0.0\n\texample.test/kit v1.0.0\n)\n\nreplace example.test/a/api => ./api\n",
		"api/go.mod": "module example.test/a/api\n\ngo 1.26\n",
		"go.work":    "go 1.26\n\nuse (\n\t.\n\t./api\n)\n\nreplace (\n\texample.test/a/old => ./old\n\texample.test/kit => ./kit\n)\n",
		// Imports are sorted again, and their comments lined up.
		"main.go": "// Command main is in example.test/a, see https://example.test/a/issues.\npackage main\n\nimport (\n\t\"fmt\"\n\n" +
			"\t_ \"example.test/a\"\n\tkit \"example.test/a/adapter\" // ours\n\t\"example.test/lab2/adapter\"\n)\n\n" +
			"// Flags are of example.test/a/...\nconst Flags = \"-gcflags=example.test/a/...=-N -l\" + `example.test/a`\n",
		"README.md": "go get example.test/a@latest, import example.test/a/adapter. It is example.test/a. See example.test/a...\n" +
			"lab.example.test/lab/v1, example.test/labed, example.test/lab-2, src/example.test/lab, example.test/lab.v2\n",
		"broken.go":        "package example.test/a \"example.test/a\"",
		"run":              "#!/bin/sh\ngo build example.test/a/adapter\n",
		"logo":             "\x00" + lab,
		"folder/.lint.yml": "prefix: ['example.test/a']\n",
	} {
		if diff := cmp.Diff(text, got[name]); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	if modes := git(t, root, "diff", "--summary"); modes != "" {
		t.Errorf("the modes of files changed: %s", modes)
	}
}

// TestRunAgain: from any path to any other, and there and back again is where it
// began.
func TestRunAgain(t *testing.T) {
	t.Parallel()
	root := newCheckout(t, lab, tree())
	same, err := Run(t.Context(), root, lab)
	if diff := cmp.Diff(&Result{From: lab, To: lab}, same); err != nil || diff != "" {
		t.Errorf("it is called that already: %v, result (-want +got):\n%s", err, diff)
	}
	if _, err := Run(t.Context(), root, lab+"/v2"); err != nil {
		t.Fatal(err)
	}
	commit(t, root)
	before := contents(t, root)
	for _, to := range []string{"github.com/You/my.metrics", "k8s.io", lab + "/v2/lab", lab + "/v2"} {
		if _, err := Run(t.Context(), root, to); err != nil {
			t.Fatalf("%s: %v", to, err)
		}
		if got := contents(t, root)["api/go.mod"]; got != "module "+to+"/api\n\ngo 1.26\n" {
			t.Errorf("%s: api/go.mod is %q", to, got)
		}
		commit(t, root)
	}
	if diff := cmp.Diff(before, contents(t, root)); diff != "" {
		t.Errorf("there and back again (-want +got):\n%s", diff)
	}
}

// TestRefusals: they are one line, and change nothing.
func TestRefusals(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name, to, want string
		spoil          func(t *testing.T, root string)
	}{
		{name: "no path", to: "", want: `rename the module: malformed module path "": empty string`},
		{name: "no host", to: "metrics", want: `rename the module: malformed module path "metrics": missing dot in first path element`},
		{name: "a URL", to: "https://github.com/you/x", want: `rename the module: malformed module path "https://github.com/you/x": double slash`},
		{name: "a blank", to: "github.com/you/my metrics", want: `rename the module: malformed module path "github.com/you/my metrics": invalid char ' '`},
		{name: "a major version that is none", to: "github.com/you/x/v1", want: `rename the module: malformed module path "github.com/you/x/v1": invalid version`},
		{name: "a module that is required", to: "example.test/kit", want: "rename the module: go.mod requires a module example.test/kit: choose another path"},
		{
			name: "a change", to: "example.test/a", want: "not everything is committed (M run, 1 in all): commit or stash it, so that git shows what the renaming changes, and can undo it",
			spoil: func(t *testing.T, root string) { put(t, root, "run", "changed") },
		},
		{
			name: "a change that is staged", to: "example.test/a", want: "not everything is committed (M  run, 1 in all): commit or stash it, so that git shows what the renaming changes, and can undo it",
			spoil: func(t *testing.T, root string) { put(t, root, "run", "changed"); git(t, root, "add", "run") },
		},
		{
			name: "new files", to: "example.test/a", want: "not everything is committed (?? api/new.go, 2 in all): commit or stash it, so that git shows what the renaming changes, and can undo it",
			spoil: func(t *testing.T, root string) {
				put(t, root, "new.go", "package main")
				put(t, root, "api/new.go", "package api")
			},
		},
		{
			name: "no module", to: "example.test/a", want: "names no module",
			spoil: func(t *testing.T, root string) { put(t, root, "go.mod", "go 1.26\n"); commit(t, root) },
		},
		{
			name: "a go.mod that does not parse", to: "example.test/a", want: "api/go.mod:1: unknown directive: modul",
			spoil: func(t *testing.T, root string) { put(t, root, "api/go.mod", "modul "+lab+"/api\n"); commit(t, root) },
		},
		{
			name: "no checkout", to: "example.test/a", want: "see what is not committed: git status: exit status 128: fatal: not a git repository",
			spoil: func(t *testing.T, root string) {
				if err := os.RemoveAll(filepath.Join(root, ".git")); err != nil {
					t.Fatal(err)
				}
				put(t, root, ".git", "gitdir: nowhere")
			},
		},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			root := newCheckout(t, lab, tree())
			if row.spoil != nil {
				row.spoil(t, root)
			}
			before := contents(t, root)
			_, err := Run(t.Context(), root, row.to)
			if err == nil || !strings.Contains(err.Error(), row.want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("want an error of one line with %q, got %v", row.want, err)
			}
			if diff := cmp.Diff(before, contents(t, root)); diff != "" {
				t.Errorf("it changed something (-want +got):\n%s", diff)
			}
		})
	}
}

func put(t *testing.T, root, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(root, name), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestPartOfACheckout: a repository of several projects is asked for what is in
// this one only.
func TestPartOfACheckout(t *testing.T) {
	t.Parallel()
	root := newCheckout(t, lab, map[string]string{"lab/go.mod": "module {}\n", "other/README.md": "{}\n"})
	put(t, root, "other/README.md", "changed: "+lab)
	result, err := Run(t.Context(), filepath.Join(root, "lab"), "example.test/a")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"go.mod"}, result.Changed); diff != "" {
		t.Errorf("changed (-want +got):\n%s", diff)
	}
	if got := contents(t, root)["other/README.md"]; got != "changed: "+lab {
		t.Errorf("the other project is changed: %q", got)
	}
}
