package check

import (
	"context"
	"errors"
	"io"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestWhatIsMissingIsSaid(t *testing.T) {
	t.Parallel()
	there := func(context.Context, *Learner) error { return nil }
	missing := func(context.Context, *Learner) error { return errors.New("step 2 makes it") }
	for _, row := range []struct {
		name  string
		items []item
		want  string
		err   string
	}{
		{"all there", []item{{"a is there", there}, {"b is there", there}}, "Lesson 3: Title\n  ✓ a is there\n  ✓ b is there\n", ""},
		{"one missing", []item{{"a is there", missing}, {"b is there", there}}, "Lesson 3: Title\n  ✗ a is there\n      step 2 makes it\n  ✓ b is there\n", "1 of 2 are missing"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			out := new(strings.Builder)
			err := lesson{"Title", row.items}.run(t.Context(), nil, 3, out)
			if out.String() != row.want {
				t.Errorf("want %q, got %q", row.want, out)
			}
			if (err == nil) != (row.err == "") || err != nil && err.Error() != row.err {
				t.Errorf("want the error %q, got %v", row.err, err)
			}
		})
	}
}

func TestServerThatDoesNotAnswer(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(nil)
	server.Close()
	l := of(t, server.URL)
	l.Name = "other"
	out := new(strings.Builder)
	err := Run(t.Context(), &Learner{Lab: l}, 0, out)
	if err == nil || !strings.Contains(err.Error(), "lab other does not answer: `make up`") || out.Len() > 0 {
		t.Errorf("want one error that says what to do, got %q, %v", out, err)
	}
}

// TestOtherCluster: who has made all in another cluster learns of it.
func TestOtherCluster(t *testing.T) {
	for _, row := range []struct {
		context string
		want    bool
	}{{"kwok-metrics-lab", false}, {"production", true}} {
		kubeconfig := filepath.Join(t.TempDir(), "config")
		if err := os.WriteFile(kubeconfig, []byte("contexts: [{name: kwok-metrics-lab, context: {}}]\ncurrent-context: "+row.context), 0o600); err != nil {
			t.Fatal(err)
		}
		t.Setenv("KUBECONFIG", kubeconfig)
		l := server{json: map[string]string{"/version": `{"gitVersion":"v1.37.2"}`}}.lab(t, nil)
		l.Context = "kwok-metrics-lab"
		err := Run(t.Context(), l, 3, io.Discard)
		const says = "3 of 3 are missing; kubectl talks to another cluster: the current context is \"production\""
		if err == nil || strings.Contains(err.Error(), says) != row.want {
			t.Errorf("%s: got %v", row.context, err)
		}
	}
}

func TestNoSuchLesson(t *testing.T) {
	t.Parallel()
	for _, number := range []int{-1, len(lessons())} {
		if err := Run(t.Context(), nil, number, new(strings.Builder)); err == nil || !strings.Contains(err.Error(), "there is no lesson") {
			t.Errorf("%d: want an error that names the lessons, got %v", number, err)
		}
	}
}
