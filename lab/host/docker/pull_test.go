package docker

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-containerregistry/pkg/name"
	"github.com/google/go-containerregistry/pkg/registry"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/random"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"golang.org/x/time/rate"
)

const (
	layerSize = 12_000_000
	// perSecond is how fast a slow registry is, in bytes.
	perSecond = 1_000_000
)

// TestPull pulls from a registry of its own, with the engine of this machine.
func TestPull(t *testing.T) {
	needEngine(t)
	t.Parallel()
	t.Run("slow", func(t *testing.T) {
		t.Parallel()
		image := serve(t, func(w http.ResponseWriter, r *http.Request, layer http.Handler) {
			layer.ServeHTTP(&slow{ResponseWriter: w, ctx: r.Context(), limit: newLimit()}, r)
		})
		var shown seen
		// It takes longer than it may stand still.
		if err := pull(t.Context(), image, 10*time.Second, shown.add); err != nil {
			t.Fatal(err)
		}
		if there, err := Has(t.Context(), "image", "inspect", image); !there || err != nil {
			t.Errorf("the image is there: %t, %v", there, err)
		}
		if !shown.has(" of 12 MB have arrived") {
			t.Errorf("it shows %q", shown.all)
		}
	})
	t.Run("broken half-way", func(t *testing.T) {
		t.Parallel()
		var ranges seen
		image := serve(t, func(w http.ResponseWriter, r *http.Request, layer http.Handler) {
			ranges.add(r.Header.Get("Range"))
			if len(ranges.all) == 1 {
				w = &broken{ResponseWriter: w, left: layerSize / 2, end: func() { panic(http.ErrAbortHandler) }}
			}
			layer.ServeHTTP(w, r)
		})
		if err := pull(t.Context(), image, 30*time.Second, func(string) {}); err != nil {
			t.Fatal(err)
		}
		if len(ranges.all) != 2 || ranges.all[1] != fmt.Sprintf("bytes=%d-", layerSize/2) {
			t.Errorf("the layer was asked for with the ranges %q, want that the second try goes on where the first broke", ranges.all)
		}
	})
	t.Run("standing still", func(t *testing.T) {
		t.Parallel()
		image := serve(t, func(w http.ResponseWriter, r *http.Request, layer http.Handler) {
			layer.ServeHTTP(&broken{ResponseWriter: w, left: layerSize / 2, end: func() { <-r.Context().Done() }}, r)
		})
		var shown seen
		err := pull(t.Context(), image, 8*time.Second, shown.add)
		if err == nil || err.Error() != "docker pull: nothing has arrived for 8s" {
			t.Errorf("got %v, want that nothing has arrived", err)
		}
		if !shown.has("MB have arrived, nothing more for 5s") {
			t.Errorf("it shows %q", shown.all)
		}
	})
	t.Run("interrupted", func(t *testing.T) {
		t.Parallel()
		var asked atomic.Int32
		image := serve(t, func(w http.ResponseWriter, r *http.Request, layer http.Handler) {
			if asked.Add(1) == 1 {
				w = &slow{ResponseWriter: w, ctx: r.Context(), limit: newLimit()}
			}
			layer.ServeHTTP(w, r)
		})
		ctx, cancel := context.WithCancelCause(t.Context())
		interrupted := errors.New("interrupted")
		err := pull(ctx, image, time.Minute, func(what string) {
			if strings.Contains(what, " of ") {
				cancel(interrupted)
			}
		})
		if !errors.Is(err, interrupted) {
			t.Fatalf("got %v, want that it was interrupted", err)
		}
		if err := pull(t.Context(), image, time.Minute, func(string) {}); err != nil {
			t.Errorf("the next one: %v", err)
		}
	})
}

// TestPullRefused: what a registry answers instead is one line.
func TestPullRefused(t *testing.T) {
	needEngine(t)
	t.Parallel()
	for _, row := range []struct {
		status     int
		code, want string
	}{
		{http.StatusTooManyRequests, "TOOMANYREQUESTS", "toomanyrequests: not now"},
		{http.StatusUnauthorized, "UNAUTHORIZED", "unauthorized: not now"},
		{http.StatusServiceUnavailable, "UNAVAILABLE", "503 Service Unavailable"},
	} {
		t.Run(http.StatusText(row.status), func(t *testing.T) {
			t.Parallel()
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", "application/json")
				w.WriteHeader(row.status)
				_, _ = fmt.Fprintf(w, `{"errors":[{"code":%q,"message":"not now"}]}`, row.code)
			}))
			defer server.Close()
			err := Pull(t.Context(), strings.TrimPrefix(server.URL, "http://")+"/node:1", func(string) {})
			if err == nil || !strings.Contains(err.Error(), row.want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("got %v, want one line with %q", err, row.want)
			}
		})
	}
}

// needEngine skips a test where there is no Docker engine that reaches a server of
// this process; not where the engine is required, as in CI.
func needEngine(t *testing.T) {
	t.Helper()
	err := Answers(t.Context())
	if err == nil && runtime.GOOS != "linux" {
		err = errors.New("the engine has a network of its own here")
	}
	switch {
	case err == nil:
	case os.Getenv("REQUIRE_KIND") != "":
		t.Fatal(err)
	default:
		t.Skip(err)
	}
}

// serve serves an image of one layer, and has answer answer for the layer. It returns
// the image's name.
func serve(t *testing.T, answer func(w http.ResponseWriter, r *http.Request, layer http.Handler)) string {
	t.Helper()
	image, err := random.Image(layerSize, 1)
	if err != nil {
		t.Fatal(err)
	}
	digest, layer := layerOf(t, image)
	all := registry.New(registry.Logger(log.New(io.Discard, "", 0)))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet && strings.HasSuffix(r.URL.Path, digest) {
			answer(w, r, layer)
			return
		}
		all.ServeHTTP(w, r)
	}))
	t.Cleanup(func() {
		server.CloseClientConnections() // the engine keeps one that stands still
		server.Close()
	})
	reference, err := name.ParseReference(strings.TrimPrefix(server.URL, "http://") + "/node:1")
	if err != nil {
		t.Fatal(err)
	}
	if err := remote.Write(reference, image); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_, _ = Run(context.WithoutCancel(t.Context()), "image", "rm", "--force", reference.Name()) // it may not be there
	})
	return reference.Name()
}

// layerOf returns the digest of the image's layer, and what answers with the layer, also
// with a part of it, which package registry does not do as the engine asks for it.
func layerOf(t *testing.T, image v1.Image) (digest string, layer http.Handler) {
	t.Helper()
	layers, err := image.Layers()
	if err != nil {
		t.Fatal(err)
	}
	hash, err := layers[0].Digest()
	if err != nil {
		t.Fatal(err)
	}
	compressed, err := layers[0].Compressed()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = compressed.Close() }()
	data, err := io.ReadAll(compressed)
	if err != nil {
		t.Fatal(err)
	}
	return hash.String(), http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/octet-stream")
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(data))
	})
}

func newLimit() *rate.Limiter { return rate.NewLimiter(perSecond, perSecond/10) }

// slow is an answer that is sent slowly.
type slow struct {
	http.ResponseWriter
	ctx   context.Context
	limit *rate.Limiter
}

func (s *slow) Write(data []byte) (int, error) {
	written := 0
	for written < len(data) {
		n := min(len(data)-written, s.limit.Burst())
		if err := s.limit.WaitN(s.ctx, n); err != nil {
			return written, err
		}
		n, err := s.ResponseWriter.Write(data[written : written+n])
		written += n
		if err != nil {
			return written, err
		}
	}
	return written, nil
}

// broken is an answer that ends too early.
type broken struct {
	http.ResponseWriter
	left int // bytes, until it ends
	end  func()
}

func (b *broken) Write(data []byte) (int, error) {
	n := min(len(data), b.left)
	n, err := b.ResponseWriter.Write(data[:n])
	if b.left -= n; b.left == 0 {
		_ = http.NewResponseController(b.ResponseWriter).Flush()
		b.end()
	}
	return n, err
}

// seen are texts one after the other.
type seen struct {
	sync.Mutex
	all []string
}

func (s *seen) add(text string) {
	s.Lock()
	defer s.Unlock()
	s.all = append(s.all, text)
}

func (s *seen) has(text string) bool {
	s.Lock()
	defer s.Unlock()
	return strings.Contains(strings.Join(s.all, "\n"), text)
}
