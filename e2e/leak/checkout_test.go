package leak

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// withCheckout gives the place a copy of what a lab is made from, with some
// files changed, and a cache, since what is compiled is kept by the checkout.
func (p *place) withCheckout(t *testing.T, changed map[string]string) *place {
	t.Helper()
	p.checkout = p.path("checkout")
	for _, folder := range []string{"adapter", "manifests", "scripts/controlplane"} {
		if err := os.CopyFS(filepath.Join(p.checkout, folder), os.DirFS(filepath.Join(root, folder))); err != nil {
			t.Fatal(err)
		}
	}
	for _, file := range []string{"go.mod", "go.sum", "kind-config.yaml"} {
		data, err := os.ReadFile(filepath.Join(root, file))
		if err != nil {
			t.Fatal(err)
		}
		p.write(t, filepath.Join(p.checkout, file), string(data))
	}
	p.mkdir(t, filepath.Join(p.checkout, "e2e"))
	for file, data := range changed {
		p.write(t, filepath.Join(p.checkout, file), data)
	}
	return p.withCache(t)
}

// ending is a program that ends at once. It is not a script: a process of one is
// called after the shell, so that who looks for it finds that it has ended before it
// has said why.
const ending = `package main
import ("fmt"; "os"; "syscall")
func main() {
	if len(os.Args) < 3 {
		fmt.Println(syscall.Exec(%q, os.Args, os.Environ()))
	}
	fmt.Fprintln(os.Stderr, "told to end")
	os.Exit(1)
}
`

// compile makes a program of one file.
func (p *place) compile(t *testing.T, source, program string) {
	t.Helper()
	file := p.path(filepath.Base(program) + ".go")
	p.write(t, file, source)
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", program, file).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
}

// withProgram has one of the programs of a cluster end at once. The others are
// the real ones.
func (p *place) withProgram(t *testing.T, ends string) {
	t.Helper()
	p.withCache(t)
	programs, err := filepath.Glob(p.path("cache", "metrics-lab", "programs", "*", "*"))
	if err != nil || len(programs) == 0 {
		t.Fatalf("there are no programs: %v", err)
	}
	dir := p.path("fake")
	for _, program := range programs {
		set, name := filepath.Base(filepath.Dir(program)), filepath.Base(program)
		p.mkdir(t, filepath.Join(dir, set))
		real, err := filepath.EvalSymlinks(program)
		if err != nil {
			t.Fatal(err)
		}
		if name == ends { // but it tells its version
			p.compile(t, fmt.Sprintf(ending, real), filepath.Join(dir, set, name))
		} else if err := os.Symlink(real, filepath.Join(dir, set, name)); err != nil {
			t.Fatal(err)
		}
	}
	p.replace(t, "cache/metrics-lab/programs", "")
	if err := os.Rename(dir, p.path("cache", "metrics-lab", "programs")); err != nil {
		t.Fatal(err)
	}
}

// replace removes a file of the place, and puts another one there unless it is
// empty.
func (p *place) replace(t *testing.T, file, data string) {
	t.Helper()
	if err := os.RemoveAll(p.path(file)); err != nil {
		t.Fatal(err)
	}
	if data != "" {
		p.write(t, p.path(file), data)
	}
}
