package gocommand

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// seen is the progress of a build.
type seen struct {
	modules, packages, ofPackages int
	module                        string
}

func (s *seen) Download(module string, number int) { s.module, s.modules = module, number }

func (s *seen) Compile(packages, ofPackages, _, _ int) {
	s.packages, s.ofPackages = packages, ofPackages
}

// write writes the files of a folder.
func write(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		file := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// module makes a module with a program that prints "works". One of its packages is
// new each time, so that it is not in Go's build cache.
func module(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	write(t, dir, map[string]string{
		"go.mod":         "module a.test\n\ngo 1.26\n",
		"main.go":        "package main\n\nimport (\n\t\"fmt\"\n\n\t\"a.test/new\"\n)\n\nfunc main() { _ = new.At; fmt.Println(\"works\") }\n",
		"new/new.go":     fmt.Sprintf("package new\n\nconst At = %d\n", time.Now().UnixNano()),
		"vendor/none.go": "package vendor\n",
	})
	return dir
}

// TestWhatIsSetForOtherWork does not reach what the lab compiles.
func TestWhatIsSetForOtherWork(t *testing.T) {
	for name, value := range map[string]string{
		"GOFLAGS": "-mod=vendor", "GOWORK": filepath.Join(t.TempDir(), "go.work"), "GO111MODULE": "off",
		"GOOS": "plan9", "GOARCH": "arm", "CGO_ENABLED": "1", "CC": "/nowhere/cc",
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv(name, value)
			program := filepath.Join(t.TempDir(), "program")
			var progress seen
			if err := (Build{What: "it", Dir: module(t), Packages: []string{"."}, Output: program}).Run(t.Context(), &progress); err != nil {
				t.Fatal(err)
			}
			if said, err := exec.CommandContext(t.Context(), program).Output(); err != nil || string(said) != "works\n" {
				t.Errorf("it says %q (%v)", said, err)
			}
			if progress.packages != progress.ofPackages || progress.packages < 1 {
				t.Errorf("%d of %d packages were compiled, want all of at least 1", progress.packages, progress.ofPackages)
			}
		})
	}
}

// TestAnotherOwner: where git refuses to look at the checkout, as in a container of CI
// that runs as another user, the program has no version of it, and that is all.
func TestAnotherOwner(t *testing.T) {
	t.Parallel()
	dir := module(t)
	write(t, dir, map[string]string{".git/HEAD": "not what git writes"})
	if err := (Build{What: "it", Dir: dir, Packages: []string{"."}, Output: filepath.Join(t.TempDir(), "program")}).Run(t.Context(), nil); err != nil {
		t.Error(err)
	}
}

func TestTestImports(t *testing.T) {
	t.Parallel()
	found, err := Build{What: "it", Dir: ".", Packages: []string{"../../host/wait"}}.TestImports(t.Context(), nil)
	if err != nil || len(found) != 0 {
		t.Errorf("package wait: got %v, %v, want none", found, err)
	}
	found, err = Build{What: "it", Dir: ".", Packages: []string{"../programs"}}.TestImports(t.Context(), nil)
	if said := strings.Join(found, " "); err != nil || !strings.Contains(said, "golang.org/x/mod/modfile") || !strings.Contains(said, "github.com/google/go-cmp/cmp") || strings.Contains(said, "internal") {
		t.Errorf("package programs: got %v, %v, want modfile and cmp, and nothing internal", found, err)
	}
}
