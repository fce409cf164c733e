package state

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/shirou/gopsutil/v4/disk"
)

// NeedSpace returns an error that says what to do when less than need bytes
// are free where dir is, or would be made.
func NeedSpace(dir string, need uint64) error {
	for {
		if _, err := os.Stat(dir); err == nil || dir == filepath.Dir(dir) {
			break
		}
		dir = filepath.Dir(dir)
	}
	usage, err := disk.Usage(dir)
	if err != nil {
		return fmt.Errorf("see how much room is left in %s: %w", dir, err)
	}
	if usage.Free < need {
		return fmt.Errorf("the disk is full: %s has %d MB free and %d MB are needed; free some, or set HOME and XDG_CACHE_HOME to folders on another disk",
			dir, usage.Free>>20, need>>20)
	}
	return nil
}
