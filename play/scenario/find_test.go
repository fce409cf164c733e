package scenario

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestFind(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"b.yaml":           "manifests: [a]\ntests: []\n",
		"a/c.yml":          "tests: [ # broken, and so to be told",
		"a/hpa.yaml":       "kind: ConfigMap\ndata:\n  tests: no\n",
		"a/tests.txt":      "tests: []\n",
		".git/hidden.yaml": "tests: []\n",
		"none/hpa.yaml":    "kind: ConfigMap\n",
	} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, row := range []struct {
		name  string
		paths []string
		want  []string
		err   string
	}{
		{"a folder", []string{""}, []string{"a/c.yml", "b.yaml"}, ""},
		{"a file and its folder", []string{"b.yaml", "."}, []string{"a/c.yml", "b.yaml"}, ""},
		{"a file without tests, which is told later", []string{"a/hpa.yaml"}, []string{"a/hpa.yaml"}, ""},
		{"a folder without any", []string{"b.yaml", "none"}, nil, "none: no file in this folder has tests: write a scenario file (*.yaml) with a line that begins with tests:"},
		{"what is not there", []string{"c.yaml"}, nil, "c.yaml: there is no such file or folder: write the path of a scenario file, or of a folder that has some"},
		{"nothing", nil, nil, ".: no scenario is named: write the path of a scenario file, or of a folder that has some"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			var paths []string
			for _, path := range row.paths {
				paths = append(paths, filepath.Join(dir, path))
			}
			found, err := Find(paths)
			var got []string
			for _, path := range found {
				got = append(got, strings.TrimPrefix(path, dir+"/"))
			}
			if diff := cmp.Diff(row.want, got); diff != "" {
				t.Errorf("found (-want +got):\n%s", diff)
			}
			message := ""
			if err != nil {
				message = strings.TrimPrefix(err.Error(), dir+"/")
			}
			if diff := cmp.Diff(row.err, message); diff != "" {
				t.Errorf("error (-want +got):\n%s", diff)
			}
		})
	}
}

func TestLoadOfWhatIsNoFile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	large := filepath.Join(dir, "large.yaml")
	if err := os.WriteFile(large, make([]byte, maxFile+1), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct{ path, want string }{
		{"testdata", "testdata: testdata is a folder: write the path of a file"},
		{"none.yaml", "none.yaml: there is no file none.yaml: write the path of one"},
		{"/dev/null", "/dev/null: /dev/null is not a plain file: write the path of one"},
		{large, large + ": " + large + " is larger than 4 MiB: split it"},
	} {
		_, err := Load(row.path)
		if err == nil || err.Error() != row.want {
			t.Errorf("want %q, got %v", row.want, err)
		}
	}
}
