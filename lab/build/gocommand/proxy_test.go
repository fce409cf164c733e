package gocommand

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// proxy serves modules m1.test, m2.test, ... at v1.0.0. While it is broken, it cuts the
// zip of m2.test in the middle.
type proxy struct {
	url    string
	broken atomic.Bool
	zips   atomic.Int64
	delay  atomic.Int64 // of a zip, a time.Duration
}

func newProxy(t *testing.T) *proxy {
	t.Helper()
	p := &proxy{}
	server := httptest.NewServer(p)
	t.Cleanup(server.Close)
	p.url = server.URL
	return p
}

func (p *proxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	module, version, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/@v/")
	switch version {
	case "list":
		_, _ = fmt.Fprintln(w, "v1.0.0")
	case "v1.0.0.info":
		_, _ = fmt.Fprint(w, `{"Version": "v1.0.0"}`)
	case "v1.0.0.mod":
		_, _ = fmt.Fprintf(w, "module %s\n", module)
	case "v1.0.0.zip":
		p.zips.Add(1)
		data := zipped(module)
		time.Sleep(time.Duration(p.delay.Load())) //nolint:forbidigo // it is a slow server
		w.Header().Set("Content-Length", fmt.Sprint(len(data)))
		if p.broken.Load() && module == "m2.test" {
			data = data[:len(data)/2]
		}
		_, _ = w.Write(data)
	default:
		http.NotFound(w, r)
	}
}

func zipped(module string) []byte {
	var data bytes.Buffer
	files := zip.NewWriter(&data)
	for name, text := range map[string]string{"go.mod": "module " + module + "\n", "m.go": "package m\n\nconst Name = \"" + module + "\"\n"} {
		file, err := files.Create(module + "@v1.0.0/" + name)
		if err == nil {
			_, err = file.Write([]byte(text))
		}
		if err != nil {
			panic(err)
		}
	}
	if err := files.Close(); err != nil {
		panic(err)
	}
	return data.Bytes()
}

// needsModules makes a module whose program needs three of a proxy's, and has the go
// command use the proxy with an empty module cache.
func needsModules(t *testing.T, p *proxy) Build {
	t.Helper()
	dir, cache := t.TempDir(), t.TempDir()
	write(t, dir, map[string]string{
		"go.mod":  "module a.test\n\ngo 1.26\n",
		"main.go": "package main\n\nimport (\n\tm1 \"m1.test\"\n\tm2 \"m2.test\"\n\tm3 \"m3.test\"\n)\n\nfunc main() { println(m1.Name, m2.Name, m3.Name) }\n",
	})
	t.Setenv("GOPROXY", p.url)
	t.Setenv("GONOSUMDB", "*.test")
	t.Setenv("GOMODCACHE", t.TempDir())
	clean(t)
	tidy := Command(t.Context(), dir, "mod", "tidy")
	if said, err := tidy.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	t.Setenv("GOMODCACHE", cache)
	clean(t)
	p.zips.Store(0)
	return Build{What: "it", Dir: dir, Packages: []string{"."}, Output: filepath.Join(dir, "program")}
}

// clean has the module cache removed in the end: its files cannot be written.
func clean(t *testing.T) {
	t.Helper()
	cache := os.Getenv("GOMODCACHE")
	t.Cleanup(func() {
		_ = exec.Command("chmod", "-R", "u+w", cache).Run()
	})
}

func TestDownloadIsSlow(t *testing.T) {
	p := newProxy(t)
	build := needsModules(t, p)
	p.delay.Store(int64(1500 * time.Millisecond)) // longer than the time between two reports
	var progress seen
	if err := build.Run(t.Context(), &progress); err != nil {
		t.Fatal(err)
	}
	if progress.modules != 3 || !strings.HasSuffix(progress.module, ".test v1.0.0") {
		t.Errorf("it spoke of %d modules, the last one %q; want 3", progress.modules, progress.module)
	}
}

// TestDownloadIsCut: the error says what to do, and then only what is missing is
// downloaded.
func TestDownloadIsCut(t *testing.T) {
	p := newProxy(t)
	build := needsModules(t, p)
	p.broken.Store(true)
	if err := build.Run(t.Context(), &seen{}); !errors.Is(err, ErrNoModules) || !strings.Contains(err.Error(), "m2.test") {
		t.Errorf("got %v, want ErrNoModules that names m2.test", err)
	}
	p.broken.Store(false)
	p.zips.Store(0)
	var progress seen
	if err := build.Run(t.Context(), &progress); err != nil {
		t.Fatal(err)
	}
	if progress.modules != 1 || p.zips.Load() != 1 {
		t.Errorf("%d modules were downloaded again (it spoke of %d), want 1", p.zips.Load(), progress.modules)
	}
}

func TestDownloadIsRefused(t *testing.T) {
	p := newProxy(t)
	build := needsModules(t, p)
	t.Setenv("GOPROXY", "http://127.0.0.1:9")
	if err := build.Run(t.Context(), &seen{}); !errors.Is(err, ErrNoModules) {
		t.Errorf("got %v, want ErrNoModules", err)
	}
}
