package process

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"syscall"

	"golang.org/x/sys/unix"
)

// adoptOrphans makes this process the parent of what its children leave behind: the
// programs that kwokctl starts outlive it.
func adoptOrphans() {
	_ = unix.Prctl(unix.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) // without it, they go to init
}

// reap takes the children that have ended, and says whether some are left.
func reap(int) (ended []child, left bool) {
	stats, _ := filepath.Glob("/proc/[0-9]*/stat") // the only error is a bad pattern
	for _, file := range stats {
		data, err := os.ReadFile(file)
		if err != nil {
			continue // it has gone meanwhile
		}
		pid, name, state, parent := parseStat(data)
		if parent != os.Getpid() {
			continue
		}
		var status syscall.WaitStatus
		if state != "Z" {
			left = true
		} else if _, err := syscall.Wait4(pid, &status, syscall.WNOHANG, nil); err == nil {
			ended = append(ended, child{pid: pid, name: name, how: how(status)})
		}
	}
	return ended, left
}

// parseStat reads the beginning of /proc/PID/stat: the number, the name in brackets,
// which may contain anything, the state, and the number of the parent. See proc(5).
func parseStat(data []byte) (pid int, name, state string, parent int) {
	open, end := bytes.IndexByte(data, '('), bytes.LastIndexByte(data, ')')
	if open < 0 || end < open {
		return 0, "", "", 0
	}
	rest := bytes.Fields(data[end+1:])
	if len(rest) < 2 {
		return 0, "", "", 0
	}
	pid, _ = strconv.Atoi(string(bytes.TrimSpace(data[:open])))
	parent, _ = strconv.Atoi(string(rest[1]))
	return pid, string(data[open+1 : end]), string(rest[0]), parent
}
