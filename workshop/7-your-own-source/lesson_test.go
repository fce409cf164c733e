// Package lesson7 tests what lesson 7 gives to take: the source, and the patches
// that wire it in.
package lesson7

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"example.com/metrics-lab/lab/host/checkout"
	"example.com/metrics-lab/lab/manifest"
)

const root = "../.."

// TestLength: the source has less than 60 lines of code. The imports, comments and blank lines are not counted.
func TestLength(t *testing.T) {
	t.Parallel()
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, "solution/queue.go", nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile("solution/queue.go")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(text), "\n")
	count := 0
	for _, declaration := range file.Decls {
		if general, ok := declaration.(*ast.GenDecl); ok && general.Tok == token.IMPORT {
			continue
		}
		for _, line := range lines[files.Position(declaration.Pos()).Line-1 : files.Position(declaration.End()).Line] {
			if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "//") {
				count++
			}
		}
	}
	t.Logf("%d lines", count)
	if count >= 60 {
		t.Errorf("%d lines", count)
	}
}

// TestWiring: with the patches, the source and the solutions of the exercises are parts of an adapter that passes its
// tests, and they pass their own. Those are compiled, and then run elsewhere: their folder is not there.
func TestWiring(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name, folder string
		patches      []string
	}{
		{"the source", "solution", []string{"solution/wiring.patch"}},
		{"exercise 1", "solution/waiting", []string{"solution/wiring.patch"}},
		{"exercise 3", "solution/waiting", []string{"solution/wiring.patch", "solution/object.patch"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			wiring := patched(t, "adapter/wiring.go", row.patches...)
			replace := map[string]string{"adapter/wiring.go": wiring}
			files, err := filepath.Glob(row.folder + "/*.go")
			added, errAdded := filepath.Glob(filepath.Join(filepath.Dir(wiring), "source", "queue", "*.go"))
			if err != nil || errAdded != nil || len(files) < 2 {
				t.Fatalf("%v (%v, %v)", files, err, errAdded)
			}
			for _, file := range append(files, added...) {
				replace["adapter/source/queue/"+filepath.Base(file)] = file
			}
			with := "-overlay=" + overlay(t, replace)
			own := filepath.Join(t.TempDir(), "queue.test")
			for _, command := range [][]string{
				{"go", "test", "-vet=off", with, "./adapter"},
				{"go", "test", "-vet=off", with, "-c", "-o", own, "./adapter/source/queue"},
				{own},
			} {
				test := exec.CommandContext(t.Context(), command[0], command[1:]...)
				test.Dir = root
				if output, err := test.CombinedOutput(); err != nil {
					t.Fatalf("%v\n%s", err, output)
				}
			}
		})
	}
}

// TestKind: the patch gives the Deployment the URL of the Service that the lesson makes.
func TestKind(t *testing.T) {
	t.Parallel()
	deployment, err := os.ReadFile(patched(t, "manifests/deployment/deployment.yaml", "solution/kind.patch"))
	if err != nil {
		t.Fatal(err)
	}
	objects, err := manifest.Build(root, "deployment", manifest.Files{"deployment/deployment.yaml": deployment})
	if err != nil {
		t.Fatal(err)
	}
	deployments, _ := manifest.Kinds(objects, "Deployment")
	data, err := json.Marshal(deployments)
	if err != nil || !strings.Contains(string(data), `"--tls-private-key-file=/certificate/tls.key","--queue-url=http://queues.queue.svc:8077/queues"]`) {
		t.Errorf("%s (%v)", data, err)
	}
}

// patched returns a copy of a file of the repository, with patches. What they add is beside it.
func patched(t *testing.T, name string, patches ...string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(root, name))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	file := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, data, 0o644); err != nil {
		t.Fatal(err)
	}
	for _, patch := range patches {
		patch, err = filepath.Abs(patch)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := checkout.Git(t.Context(), dir, "apply", patch); err != nil {
			t.Fatal(err)
		}
	}
	return file
}

// overlay writes what go's -overlay reads: files that take the place of others, which are given by their path from the
// top of the repository.
func overlay(t *testing.T, replace map[string]string) string {
	t.Helper()
	absolute := map[string]string{}
	for name, file := range replace {
		from, errFrom := filepath.Abs(filepath.Join(root, name))
		to, errTo := filepath.Abs(file)
		if errFrom != nil || errTo != nil {
			t.Fatal(errFrom, errTo)
		}
		absolute[from] = to
	}
	data, err := json.Marshal(map[string]any{"Replace": absolute})
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "overlay.json")
	if err := os.WriteFile(file, data, 0o644); err != nil {
		t.Fatal(err)
	}
	return file
}

// TestSameTests: the solution of the exercise has the tests of the source, too.
func TestSameTests(t *testing.T) {
	t.Parallel()
	of, err := os.ReadFile("solution/queue_test.go")
	if err != nil {
		t.Fatal(err)
	}
	too, err := os.ReadFile("solution/waiting/queue_test.go")
	if err != nil || string(of) != string(too) {
		t.Errorf("solution/waiting/queue_test.go is another file than solution/queue_test.go (%v)", err)
	}
}
