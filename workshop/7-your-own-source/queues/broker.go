package main

import (
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"k8s.io/utils/clock"
)

// state is what is known of one queue.
type state struct {
	Name     string    `json:"name"`
	Length   int64     `json:"length"`
	Waiting  float64   `json:"waiting"` // seconds
	Measured time.Time `json:"measured"`
}

// queue is one queue.
type queue struct {
	length int64
	since  time.Time // from when on it has not been empty
}

// broker holds the queues.
type broker struct {
	http.ServeMux
	clock clock.PassiveClock

	mu     sync.Mutex
	queues map[string]queue // guarded by mu
}

func newBroker(clock clock.PassiveClock) *broker {
	b := &broker{clock: clock, queues: map[string]queue{"invoices": {5, clock.Now()}, "orders": {}}}
	b.HandleFunc("GET /queues", b.list)
	b.HandleFunc("PUT /queues/{name}", b.set)
	return b
}

func (b *broker) list(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(b.states()) // an error is the client's, who has gone
}

// states are those of all queues, by name.
func (b *broker) states() []state {
	b.mu.Lock()
	defer b.mu.Unlock()
	var all []state
	now := b.clock.Now()
	for _, name := range slices.Sorted(maps.Keys(b.queues)) {
		s := state{Name: name, Length: b.queues[name].length, Measured: now}
		if s.Length > 0 {
			s.Waiting = now.Sub(b.queues[name].since).Seconds()
		}
		all = append(all, s)
	}
	return all
}

func (b *broker) set(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 100))
	if err != nil {
		http.Error(w, "send a number: "+err.Error(), http.StatusBadRequest)
		return
	}
	length, err := strconv.ParseInt(strings.TrimSpace(string(body)), 10, 64)
	if err != nil || length < 0 {
		http.Error(w, "send a whole number, 0 or more", http.StatusBadRequest)
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	since := b.queues[r.PathValue("name")].since
	if b.queues[r.PathValue("name")].length == 0 {
		since = b.clock.Now()
	}
	b.queues[r.PathValue("name")] = queue{length, since}
}
