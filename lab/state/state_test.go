package state

import (
	"context"
	"errors"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/metrics-lab/lab/kubeconfig"
)

// inHome gives the test a home folder of its own.
func inHome(t *testing.T) string {
	t.Helper()
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("XDG_CACHE_HOME", filepath.Join(home, ".cache"))
	return home
}

func open(t *testing.T, name string) Folder {
	t.Helper()
	l, err := FolderOf(name)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestOpenChecksTheName(t *testing.T) {
	inHome(t)
	for name, ok := range map[string]bool{
		"metrics-lab": true, "a": true, "e2e-1": true, strings.Repeat("a", 40): true,
		"": false, "Lab": false, "-a": false, "a-": false, "../x": false, "a/b": false, "a b": false, strings.Repeat("a", 41): false,
	} {
		if _, err := FolderOf(name); (err == nil) != ok {
			t.Errorf("Open(%q): %v, want ok %t", name, err, ok)
		}
	}
}

func TestOpenTakesNoRelativeHome(t *testing.T) {
	t.Setenv("HOME", "home")
	if l, err := FolderOf("a"); err == nil || !strings.Contains(err.Error(), "set HOME to an absolute one") {
		t.Errorf("got %+v, %v", l, err)
	}
}

func TestRecord(t *testing.T) {
	home := inHome(t)
	l := open(t, "one")
	if _, err := l.Load(); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("before: %v, want that it does not exist", err)
	}
	want := Record{
		Cluster: "embedded", Complete: true,
		Kubeconfig: kubeconfig.Found{File: "/x", Missing: true, CurrentContext: "prod"},
	}
	if err := l.Save(want); err != nil {
		t.Fatal(err)
	}
	got, err := l.Load()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("record (-want +got):\n%s", diff)
	}
	other := open(t, "two")
	if err := other.Save(Record{}); err != nil {
		t.Fatal(err)
	}
	for _, lab := range []Folder{l, other} {
		if err := lab.Remove(); err != nil {
			t.Fatal(err)
		}
	}
	if left, _ := os.ReadDir(home); len(left) > 0 {
		t.Errorf("left in the home folder: %v", left)
	}
}

// TestHalfMadeLabs: whatever a killed command left is a lab that is not
// complete, so that the next one removes it.
func TestHalfMadeLabs(t *testing.T) {
	inHome(t)
	for name, data := range map[string]string{"empty": "", "cut": `{"cluster": "emb`, "none": "-"} {
		l := open(t, name)
		if err := os.MkdirAll(l.Dir, 0o700); err != nil {
			t.Fatal(err)
		}
		if data != "-" {
			if err := os.WriteFile(l.record(), []byte(data), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		record, err := l.Load()
		if err != nil || record.Complete {
			t.Errorf("%s: got %+v, %v; want an incomplete record", name, record, err)
		}
	}
}

// TestLock: many at once, one at a time, and no file is left.
func TestLock(t *testing.T) {
	inHome(t)
	var inside, entered int
	var mutex sync.Mutex
	var group sync.WaitGroup
	for range 20 {
		group.Go(func() {
			unlock, err := Lock(t.Context(), "thing", func() {})
			if err != nil {
				t.Error(err)
				return
			}
			mutex.Lock()
			inside++
			entered++
			if inside != 1 {
				t.Errorf("%d hold the lock", inside)
			}
			mutex.Unlock()
			mutex.Lock()
			inside--
			mutex.Unlock()
			unlock()
		})
	}
	group.Wait()
	if entered != 20 {
		t.Errorf("%d got the lock, want 20", entered)
	}
	dir, err := Cache("locks")
	if err != nil {
		t.Fatal(err)
	}
	if left, _ := os.ReadDir(dir); len(left) > 0 {
		t.Errorf("left: %v", left)
	}
}

func TestLockEndsWithTheContext(t *testing.T) {
	inHome(t)
	unlock, err := Lock(t.Context(), "thing", func() {})
	if err != nil {
		t.Fatal(err)
	}
	defer unlock()
	ctx, cancel := context.WithCancel(t.Context())
	if _, err := Lock(ctx, "thing", cancel); err == nil {
		t.Error("got a lock that another one holds")
	}
}

func TestNeedSpace(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "not", "made", "yet")
	if err := NeedSpace(dir, 1); err != nil {
		t.Errorf("one byte: %v", err)
	}
	if err := NeedSpace(dir, math.MaxUint64); err == nil || !strings.Contains(err.Error(), "the disk is full") {
		t.Errorf("more than any disk has: %v, want that it is full", err)
	}
}
