// Package load asks a server for the same again and again, and says how long the answers take.
package load

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"sync"
	"time"
)

// Clients is how many ask at a time. Each asks again as soon as it is answered.
const Clients = 8

// Result is what one or more loads found.
type Result struct {
	// Took is how long they lasted together, and Latencies how long each answer took.
	Took      time.Duration
	Latencies []time.Duration
	// Errors counts the requests that failed, and LastError is one of them.
	Errors    int
	LastError string
	// CPU is what the server has taken for it.
	CPU time.Duration
}

// Run asks for a while. An answer that has not the size of the first one, by more than a tenth, is an error: values and
// times differ, but not how many there are.
func Run(ctx context.Context, client *http.Client, url string, lasting time.Duration) Result {
	size, err := Get(ctx, client, url, io.Discard)
	if err != nil {
		return Result{Errors: 1, LastError: err.Error()}
	}
	start := time.Now()
	results := make([]Result, Clients)
	var group sync.WaitGroup
	for i := range results {
		group.Go(func() { results[i] = one(ctx, client, url, size, start.Add(lasting)) })
	}
	group.Wait()
	all := Result{}
	for _, r := range results {
		all.Add(r)
	}
	all.Took = time.Since(start)
	return all
}

func one(ctx context.Context, client *http.Client, url string, size int64, until time.Time) Result {
	var r Result
	for ctx.Err() == nil && time.Now().Before(until) {
		start := time.Now()
		got, err := Get(ctx, client, url, io.Discard)
		if err == nil && (got < size*9/10 || got > size*11/10) {
			err = fmt.Errorf("%s: an answer of %d bytes, want some %d", url, got, size)
		}
		if err != nil {
			r.Errors, r.LastError = r.Errors+1, err.Error()
			continue
		}
		r.Latencies = append(r.Latencies, time.Since(start))
	}
	return r
}

// Get writes what a server answers.
func Get(ctx context.Context, client *http.Client, url string, to io.Writer) (size int64, err error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return 0, err
	}
	request.Header.Set("Accept", "application/json")
	response, err := client.Do(request)
	if err != nil {
		return 0, err
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode != http.StatusOK {
		said, _ := io.ReadAll(io.LimitReader(response.Body, 500))
		return 0, fmt.Errorf("%s: %s: %s", url, response.Status, said)
	}
	return io.Copy(to, response.Body)
}

// Add adds what another load found.
func (r *Result) Add(other Result) {
	r.Took += other.Took
	r.Latencies = append(r.Latencies, other.Latencies...)
	r.Errors += other.Errors
	r.CPU += other.CPU
	if other.LastError != "" {
		r.LastError = other.LastError
	}
}

// PerSecond is how many answers a second there were.
func (r *Result) PerSecond() float64 {
	if r.Took == 0 {
		return 0
	}
	return float64(len(r.Latencies)) / r.Took.Seconds()
}

// CPUPerAnswer is what the server takes for one.
func (r *Result) CPUPerAnswer() time.Duration {
	if len(r.Latencies) == 0 {
		return 0
	}
	return r.CPU / time.Duration(len(r.Latencies))
}

// Percentile is the time in which a part of the answers came, from 0 to 1: the nearest rank.
func (r *Result) Percentile(part float64) time.Duration {
	if len(r.Latencies) == 0 {
		return 0
	}
	slices.Sort(r.Latencies)
	rank := int(part*float64(len(r.Latencies))+0.999999) - 1
	return r.Latencies[max(0, min(rank, len(r.Latencies)-1))]
}
