package programs

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"example.com/metrics-lab/lab/build/gocommand"
)

// compile builds all programs into dir.
func (b build) compile(ctx context.Context, dir string, progress Progress) error {
	err := gocommand.Build{
		What: "the control plane", Dir: b.dir, Packages: b.list.Paths,
		Output: dir + string(filepath.Separator), Flags: []string{"-ldflags", b.ldflags},
	}.Run(ctx, progress)
	if err != nil {
		return err
	}
	return b.list.rename(dir)
}

// rename gives compiled programs the names that they have here.
func (l List) rename(dir string) error {
	for _, path := range l.Paths {
		from, to := compiledName(path), programName(path)
		if err := os.Rename(filepath.Join(dir, from), filepath.Join(dir, to)); err != nil {
			return fmt.Errorf("name %s: %w", to, err)
		}
	}
	return nil
}
