package traffic

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/client-go/rest"
)

// TestTraffic: it tells what failed from what is wrong, and all else is right.
func TestTraffic(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name         string
		code         int
		body         string
		check        error
		failed, bad  bool
		wantsMessage bool
	}{
		{name: "right", code: http.StatusOK, body: `{"items":[{"value":"1"}]}`},
		{name: "an error", code: http.StatusServiceUnavailable, body: "down", failed: true, wantsMessage: true},
		{name: "no JSON", code: http.StatusOK, body: "<html>", bad: true, wantsMessage: true},
		{name: "wrong", code: http.StatusOK, body: "{}", check: errors.New("nothing"), bad: true, wantsMessage: true},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			asked := make(chan struct{}, 100)
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.WriteHeader(row.code)
				_, _ = w.Write([]byte(row.body))
				select {
				case asked <- struct{}{}:
				default:
				}
			}))
			defer server.Close()
			traffic, err := Start(t.Context(), &rest.Config{Host: server.URL}, []Question{
				{Path: "/", Check: func(Answer, time.Time, time.Time) error { return row.check }},
			})
			if err != nil {
				t.Fatal(err)
			}
			for range 3 * askers { // each has added two, at least
				<-asked
			}
			traffic.Stop()
			r := traffic.Take()
			if r.Requests == 0 || (r.Failed == r.Requests) != row.failed || (r.Wrong == r.Requests) != row.bad || r.Failed+r.Wrong > 0 != row.wantsMessage {
				t.Errorf("got %s", r)
			}
			if again := traffic.Take(); again.Requests != 0 {
				t.Errorf("it is taken twice: %s", again)
			}
		})
	}
}

// TestChecks: an answer that is not what arithmetic says, or that was measured at another time, is wrong.
func TestChecks(t *testing.T) {
	t.Parallel()
	start := time.Date(2026, 1, 2, 12, 0, 0, 0, time.UTC)
	sent := start.Add(90*time.Second + 500*time.Millisecond)
	w := &Workload{start: start}
	answer := func(at time.Time, values ...string) Answer {
		var a Answer
		for _, value := range values {
			v := Value{Value: resource.MustParse(value)}
			v.Timestamp.Time = at
			a.Items = append(a.Items, v)
		}
		return a
	}
	for _, row := range []struct {
		name  string
		check func(Answer, time.Time, time.Time) error
		a     Answer
		right bool
	}{
		{"constant", w.always("", 7_000), answer(sent, "7"), true},
		{"another constant", w.always("", 7_000), answer(sent, "8"), false},
		{"of another object", w.always("a", 7_000), answer(sent, "7"), false},
		{"growing", w.grows(2, 7_000), answer(sent, "7", "90600m"), true},
		{"at the whole second", w.grows(1, 0), answer(sent.Truncate(time.Second), "90600m"), true},
		{"too little", w.grows(1, 0), answer(sent, "90"), false},
		{"too much", w.grows(1, 0), answer(sent, "91"), false},
		{"a series too few", w.grows(2, 0), answer(sent, "90600m"), false},
		{"old", w.grows(1, 0), answer(start, "90600m"), false},
		{"of tomorrow", w.grows(1, 0), answer(sent.Add(24*time.Hour), "90600m"), false},
	} {
		if err := row.check(row.a, sent, sent.Add(200*time.Millisecond)); (err == nil) != row.right {
			t.Errorf("%s: got %v", row.name, err)
		}
	}
}

func TestOutage(t *testing.T) {
	t.Parallel()
	var r Report
	noon := time.Date(2026, 1, 2, 12, 0, 0, 0, time.UTC)
	at := func(second int) time.Time { return noon.Add(time.Duration(second) * time.Second) }
	r.add(at(0), at(1), nil, false)
	r.add(at(3), at(5), errors.New("down"), false)
	r.add(at(2), at(4), errors.New("down"), false)
	r.add(at(6), at(9), nil, false)
	if r.Outage() != 3*time.Second || r.Slowest != 3*time.Second || r.Requests != 4 {
		t.Errorf("got %+v", r)
	}
}
