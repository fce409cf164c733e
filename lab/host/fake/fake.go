// Package fake puts shell scripts where the programs are that a test's subject
// starts.
package fake

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// Program makes file a program that does what the script for /bin/sh says. Who
// looks at file sees what was there before or the whole program, which can be
// started at once, also where other tests start programs at the same time.
func Program(t testing.TB, file, script string) {
	t.Helper()
	if err := program(file, script); err != nil {
		t.Fatal(err)
	}
}

func program(file, script string) error {
	fresh := file + ".new"
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return err
	}
	if err := write(fresh, "#!/bin/sh\n"+script+"\n"); err != nil {
		return err
	}
	return os.Rename(fresh, file)
}

// write holds off every fork of this process while the file is open: a child
// would have it open too until it becomes another program, and what somebody has
// open for writing cannot be started ("text file busy", golang.org/issue/22315).
func write(file, data string) error {
	syscall.ForkLock.RLock()
	defer syscall.ForkLock.RUnlock()
	return os.WriteFile(file, []byte(data), 0o700)
}

// OnPath makes a Program that commands of this name are until the test ends. The
// test cannot be parallel to others.
func OnPath(t *testing.T, name, script string) {
	t.Helper()
	dir := t.TempDir()
	Program(t, filepath.Join(dir, name), script)
	t.Setenv("PATH", dir+string(os.PathListSeparator)+os.Getenv("PATH"))
}
