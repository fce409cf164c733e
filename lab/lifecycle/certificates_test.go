package lifecycle

import (
	"strings"
	"testing"
	"time"

	"example.com/metrics-lab/lab/certificate"
	"example.com/metrics-lab/lab/state"
)

func TestLookAtCertificates(t *testing.T) {
	t.Parallel()
	made := time.Date(2030, 1, 2, 3, 4, 5, 0, time.UTC)
	l := state.Folder{Name: "metrics-lab", Dir: t.TempDir()}
	if _, err := servingTLS(l, made); err != nil {
		t.Fatal(err)
	}
	const day = 24 * time.Hour
	for _, row := range []struct {
		name string
		at   time.Duration
		want string
	}{
		{"fresh", 0, ""},
		{"a month and a day before its end", certificate.LeafLifetime - 31*day, ""},
		{"in its last days", certificate.LeafLifetime - 9*day - time.Hour,
			"the adapter's certificate ends on 2031-01-02, in 9 days, and then no metric can be read: `make up` makes a new one"},
		{"in its last hour", certificate.LeafLifetime - time.Hour,
			"the adapter's certificate ends on 2031-01-02, in 0 days, and then no metric can be read: `make up` makes a new one"},
		{"after its end", certificate.LeafLifetime + time.Second,
			"the adapter's certificate has ended on 2031-01-02, so the API server does not ask the adapter any more: `make up` makes a new one"},
	} {
		var s Status
		s.lookAtCertificates(l, made.Add(row.at))
		if got := strings.Join(s.Problems, "\n"); got != row.want {
			t.Errorf("%s: got %q, want %q", row.name, got, row.want)
		}
	}
	var s Status
	s.lookAtCertificates(l, made.Add(certificate.CALifetime-day))
	if len(s.Problems) != 2 || !strings.Contains(s.Problems[1], "`make down`, then `make up` makes the lab anew") {
		t.Errorf("of the authority: got %q", s.Problems)
	}
	var half Status
	half.lookAtCertificates(state.Folder{Name: "half-made", Dir: t.TempDir()}, made)
	if len(half.Problems) > 0 {
		t.Errorf("of a lab that is half-made: got %q", half.Problems)
	}
}
