package lifecycle

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"example.com/metrics-lab/lab/console"
	"example.com/metrics-lab/lab/state"
)

// TestAnotherClusterThanBefore is said, once it is known, of a lab that is made anew.
func TestAnotherClusterThanBefore(t *testing.T) {
	for _, row := range []struct {
		name, last, now string
		complete, said  bool
	}{
		{"the first", "", Kind, false, false},
		{"the same", Kind, Kind, false, false},
		{"another one", Embedded, Kind, false, true},
		{"one that is there", Embedded, Kind, true, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			home := inHome(t)
			if row.last != "" {
				if err := (&Lab{Name: "again", Cluster: row.last}).Remember(); err != nil {
					t.Fatal(err)
				}
			}
			out, err := os.Create(filepath.Join(home, "out"))
			if err != nil {
				t.Fatal(err)
			}
			u := &up{lab: state.Folder{Name: "again"}, record: state.Record{Complete: row.complete}, show: console.New(out)}
			if err := u.setKind(row.now); err != nil {
				t.Fatal(err)
			}
			text, err := os.ReadFile(out.Name())
			want := "The lab again is on the kind cluster now; the last time it was on embedded (`make up NAME=again CLUSTER=embedded` makes that again)."
			if said := strings.Contains(string(text), want); err != nil || said != row.said {
				t.Errorf("it says %q (%v), want that it is another one: %t", text, err, row.said)
			}
		})
	}
}
