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

	"example.com/metrics-lab/scripts/checkout"
	"example.com/metrics-lab/scripts/lab/manifest"
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

// TestWiring: with the patch, the source and the solution of the exercise are parts of an adapter that passes its tests.
// Their own tests run where they are.
func TestWiring(t *testing.T) {
	t.Parallel()
	wiring := patched(t, "adapter/wiring.go", "solution/wiring.patch")
	for _, folder := range []string{"solution", "solution/waiting"} {
		t.Run(filepath.Base(folder), func(t *testing.T) {
			t.Parallel()
			replace := map[string]string{"adapter/wiring.go": wiring}
			files, err := filepath.Glob(folder + "/*.go")
			if err != nil || len(files) < 2 {
				t.Fatalf("%v (%v)", files, err)
			}
			for _, file := range files {
				replace["adapter/source/queue/"+filepath.Base(file)] = file
			}
			test := exec.CommandContext(t.Context(), "go", "test", "-vet=off", "-overlay="+overlay(t, replace), "./adapter")
			test.Dir = root
			if output, err := test.CombinedOutput(); err != nil {
				t.Errorf("%v\n%s", err, output)
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

// patched returns a copy of a file of the repository, with a patch.
func patched(t *testing.T, name, patch string) string {
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
	patch, err = filepath.Abs(patch)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := checkout.Git(t.Context(), dir, "apply", patch); err != nil {
		t.Fatal(err)
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
