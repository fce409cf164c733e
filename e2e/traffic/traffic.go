// Package traffic asks the metrics APIs through the API server the whole time, as HPAs do, and checks each answer against
// arithmetic. It tells what failed, and for how long.
package traffic

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"

	"k8s.io/client-go/rest"
)

const (
	// askers is how many ask at a time, and pause how long each waits between an answer and its next question: together
	// some 150 requests a second, a fifth of what two cores answer.
	askers = 4
	pause  = 20 * time.Millisecond
	// patience is how long an answer may take, before it counts as failed. An HPA would wait longer.
	patience = 10 * time.Second
)

// Question is what is asked.
type Question struct {
	// Path is that of the API server, with its query.
	Path string
	// Check says what is wrong with an answer. The request was sent and answered between the two times, which are those
	// of this machine.
	Check func(answer Answer, sent, answered time.Time) error
}

// Traffic asks until it is stopped.
type Traffic struct {
	server string
	client *http.Client
	cancel context.CancelFunc
	group  sync.WaitGroup

	mu   sync.Mutex // guards what follows
	seen Report
}

// Start asks the questions in turn, with the rights of a user.
func Start(ctx context.Context, user *rest.Config, questions []Question) (*Traffic, error) {
	config := rest.CopyConfig(user)
	config.Timeout = patience
	client, err := rest.HTTPClientFor(config)
	if err != nil {
		return nil, fmt.Errorf("make a client of the API server: %w", err)
	}
	ctx, cancel := context.WithCancel(ctx)
	t := &Traffic{server: config.Host, client: client, cancel: cancel}
	for i := range askers {
		t.group.Go(func() { t.ask(ctx, questions, i) })
	}
	return t, nil
}

// Stop returns when the last answer has come, or not come.
func (t *Traffic) Stop() {
	t.cancel()
	t.group.Wait()
	t.client.CloseIdleConnections()
}

// Take returns what was seen since the traffic began, or since the last Take.
func (t *Traffic) Take() Report {
	t.mu.Lock()
	defer t.mu.Unlock()
	taken := t.seen
	t.seen = Report{}
	return taken
}

func (t *Traffic) ask(ctx context.Context, questions []Question, first int) {
	for i := first; ; i++ {
		q := questions[i%len(questions)]
		sent := time.Now()
		wrong, problem := t.one(ctx, q, sent)
		if ctx.Err() != nil {
			return
		}
		t.mu.Lock()
		t.seen.add(sent, time.Now(), problem, wrong)
		t.mu.Unlock()
		select {
		case <-ctx.Done():
			return
		case <-time.After(pause):
		}
	}
}

// one asks a question. A problem is an answer that did not come, or one that is wrong.
func (t *Traffic) one(ctx context.Context, q Question, sent time.Time) (wrong bool, problem error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, t.server+q.Path, nil)
	if err != nil {
		return false, err
	}
	request.Header.Set("Accept", "application/json")
	response, err := t.client.Do(request)
	if err != nil {
		return false, err
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return false, err
	}
	if response.StatusCode != http.StatusOK {
		return false, fmt.Errorf("%d: %.300s", response.StatusCode, body)
	}
	var answer Answer
	if err := json.Unmarshal(body, &answer); err != nil {
		return true, fmt.Errorf("%s: %w", q.Path, err)
	}
	if err := q.Check(answer, sent, time.Now()); err != nil {
		return true, fmt.Errorf("%s: %w", q.Path, err)
	}
	return false, nil
}
