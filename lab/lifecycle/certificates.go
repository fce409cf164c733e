package lifecycle

import (
	"errors"
	"fmt"
	"io/fs"
	"time"

	"example.com/metrics-lab/lab/certificate"
	"example.com/metrics-lab/lab/state"
)

// soon is how long before its end a certificate is a problem. Up makes a new one earlier, so this is a lab on which nobody
// has called it for most of a year.
const soon = 30 * 24 * time.Hour

// lookAtCertificates says that one of those that the API server verifies the adapter by ends, or has ended.
func (s *Status) lookAtCertificates(l state.Folder, now time.Time) {
	folder := l.Path("pki")
	for _, c := range []struct {
		files        certificate.Files
		what, mended string
	}{
		{certificate.CombinedFile(folder, "serving"), "the adapter's certificate", fmt.Sprintf("`%s` makes a new one", state.Make("up", l.Name))},
		{certificate.SeparateFiles(folder, "serving-ca"), "the authority of the adapter's certificate",
			fmt.Sprintf("`%s`, then `%s` makes the lab anew", state.Make("down", l.Name), state.Make("up", l.Name))},
	} {
		pair, err := c.files.Read()
		if errors.Is(err, fs.ErrNotExist) {
			continue // it is half-made, which is said
		}
		var end time.Time
		if err == nil {
			end, err = certificate.End(pair)
		}
		switch left := end.Sub(now); {
		case err != nil:
			s.problem("%s cannot be read: %v", c.what, err)
		case left <= 0:
			s.problem("%s has ended on %s, so the API server does not ask the adapter any more: %s", c.what, end.Format(time.DateOnly), c.mended)
		case left < soon:
			s.problem("%s ends on %s, in %d days, and then no metric can be read: %s", c.what, end.Format(time.DateOnly), left/(24*time.Hour), c.mended)
		}
	}
}
