package workshop

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"example.com/metrics-lab/lab/host/fake"
	"example.com/metrics-lab/lab/lifecycle"
)

// TestRun does small lessons, with a lab command that only says what it is told to.
func TestRun(t *testing.T) {
	t.Parallel()
	other := lifecycle.Kind
	if *cluster == lifecycle.Kind {
		other = lifecycle.Embedded
	}
	const missing = "echo '  ✗ a'; echo 'error: 1 of 1 are missing' >&2; exit 1"
	for _, row := range []struct {
		name, check, page string
		number            int
		want              string // the beginning of the error
		lacking           int    // blocks that were left out
	}{
		{name: "well", check: missing, page: "$ a=1\n$ echo $a\n1", number: 1},
		{name: "a command fails", check: missing, page: "$ true\n$ false", number: 1, want: "workshop/x/README.md:5: exit code 1, want 0"},
		{name: "a page that is wrong", check: missing, page: "echo a", number: 1, want: "workshop/x/README.md:4: this is neither"},
		{name: "for this cluster", check: missing, page: "FENCEFENCEconsole cluster=" + *cluster + "\n$ false", number: 1, want: "workshop/x/README.md:7: exit code 1"},
		{name: "for the other cluster", check: missing, page: "FENCEFENCEconsole cluster=" + other + "\n$ false", number: 1},
		{name: "a program that is installed", check: missing, page: "FENCEFENCEconsole needs=sh\n$ false", number: 1, want: "workshop/x/README.md:7: exit code 1"},
		{name: "a program that is not", check: missing, page: "FENCEFENCEconsole needs=no-such-program\n$ false", number: 1, lacking: 1},
		{name: "a guide", check: "true", number: -1},
		{name: "the check passes before", check: "true", number: 1, want: "before lesson 1, bin/lab check 1: it does not say what is missing"},
		{name: "the check does not work", check: "echo 'error: there is no lesson 1'; exit 1", number: 1, want: "before lesson 1, bin/lab check 1: it does not say what is missing\nerror: there is no lesson 1"},
		{name: "before lesson 0", check: "echo 'error: there is no lab' >&2; exit 1", number: 0},
		{name: "the check of lesson 0 passes before", check: "true", number: 0, want: "before lesson 0, make check-0: it does not say what is missing"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			root := t.TempDir()
			if row.page == "" {
				row.page = "$ true"
			}
			page := strings.ReplaceAll("# X\n\nFENCEconsole\n"+row.page+"\nFENCE\n", "FENCEFENCE", "$ true\nFENCE\nFENCE")
			for file, data := range map[string]string{
				"workshop/x/README.md": strings.ReplaceAll(page, "FENCE", "```"),
				"Makefile":             "check-0:\n\t@bin/lab check 0\n",
			} {
				file = filepath.Join(root, file)
				if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(file, []byte(data), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			fake.Program(t, filepath.Join(root, "bin", "lab"), row.check)
			w := workshop{place: &place{root: root, env: os.Environ()}}
			lacking := map[string]int{}
			name := "x"
			if row.number < 0 {
				name = "workshop/x/README.md"
			}
			err := w.run(t.Context(), t, lesson{row.number, name}, lacking)
			if lacking["no-such-program"] != row.lacking {
				t.Errorf("want %d blocks left out, got %v", row.lacking, lacking)
			}
			switch {
			case row.want == "" && err != nil:
				t.Error(err)
			case row.want != "" && (err == nil || !strings.HasPrefix(err.Error(), row.want)):
				t.Errorf("want %q, got %v", row.want, err)
			}
		})
	}
}
