//go:build !linux

package process

import (
	"os"
	"path/filepath"
	"syscall"
)

// adoptOrphans does nothing: other systems than Linux give orphans to init. How those
// end is not known there.
func adoptOrphans() {}

// reap waits for the program that was started, and says that nothing is left then.
func reap(pid int) (ended []child, left bool) {
	var status syscall.WaitStatus
	for {
		switch _, err := syscall.Wait4(pid, &status, 0, nil); err {
		case nil:
			return []child{{pid: pid, name: filepath.Base(os.Args[2]), how: how(status)}}, false
		case syscall.EINTR:
		default: // it was waited for before
			return nil, false
		}
	}
}
