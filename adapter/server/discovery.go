package server

import (
	"bytes"
	"maps"
	"net/http"
	"strings"
	"sync/atomic"

	"k8s.io/metrics/pkg/apis/custom_metrics"
	"k8s.io/metrics/pkg/apis/external_metrics"
	"sigs.k8s.io/custom-metrics-apiserver/pkg/provider"
)

// kept is how many answers to discovery are kept. There are three paths, and few ways in which clients accept an answer.
const kept = 16

// discovery answers as the library did when it was last asked the same, as long as there are the same metrics. The library
// makes each answer anew, from each metric that there is, and compresses it.
type discovery struct {
	library http.Handler
	metrics provider.MetricsProvider
	answers atomic.Pointer[answers]
}

// answers are those about certain metrics. They never change.
type answers struct {
	custom   []provider.CustomMetricInfo
	external []provider.ExternalMetricInfo
	by       map[question]*answer
}

// question is what an answer of discovery depends on, beside the metrics.
type question struct{ path, accept, encoding string }

func (d *discovery) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !discovers(r) {
		d.library.ServeHTTP(w, r)
		return
	}
	asked := question{r.URL.Path, strings.Join(r.Header.Values("Accept"), ","), strings.Join(r.Header.Values("Accept-Encoding"), ",")}
	known := d.known()
	if found, ok := known.by[asked]; ok {
		found.write(w)
		return
	}
	made := &answer{header: make(http.Header)}
	d.library.ServeHTTP(made, r)
	made.write(w)
	if made.code == http.StatusOK && len(known.by) < kept {
		d.answers.Store(known.with(asked, made)) // of two that are made at a time, one is made again
	}
}

// discovers tells whether a request is for all metrics of a version of the custom or the external metrics API.
func discovers(r *http.Request) bool {
	path, ok := strings.CutPrefix(r.URL.Path, "/apis/")
	if !ok || r.Method != http.MethodGet || r.URL.RawQuery != "" {
		return false
	}
	group, version, ok := strings.Cut(path, "/")
	return ok && !strings.Contains(version, "/") && (group == custom_metrics.GroupName || group == external_metrics.GroupName)
}

// known are the answers about the metrics that there are now.
func (d *discovery) known() *answers {
	custom, external := d.metrics.ListAllMetrics(), d.metrics.ListAllExternalMetrics()
	if last := d.answers.Load(); last != nil && same(last.custom, custom) && same(last.external, external) {
		return last
	}
	return &answers{custom: custom, external: external}
}

// same tells whether two slices are one and the same. Nobody changes what the provider has answered.
func same[T any](a, b []T) bool { return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0]) }

func (a *answers) with(asked question, made *answer) *answers {
	more := &answers{custom: a.custom, external: a.external, by: maps.Clone(a.by)}
	if more.by == nil {
		more.by = make(map[question]*answer)
	}
	more.by[asked] = made
	return more
}

// answer is one that the library has made.
type answer struct {
	header http.Header
	code   int
	body   bytes.Buffer
}

// Header implements http.ResponseWriter.
func (a *answer) Header() http.Header { return a.header }

// WriteHeader implements http.ResponseWriter.
func (a *answer) WriteHeader(code int) {
	if a.code == 0 {
		a.code = code
	}
}

// Write implements http.ResponseWriter.
func (a *answer) Write(data []byte) (int, error) {
	a.WriteHeader(http.StatusOK)
	return a.body.Write(data)
}

func (a *answer) write(w http.ResponseWriter) {
	maps.Copy(w.Header(), a.header)
	w.WriteHeader(a.code)
	_, _ = w.Write(a.body.Bytes()) // who has gone hears nothing
}
