package artifacts

import (
	"os"
	"path/filepath"
	"testing"
)

func TestRedact(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`"HTTP_PROXY=http://me:se-cr%20et@proxy:3128",`: `"HTTP_PROXY=http://***:***@proxy:3128",`,
		"value: http://:secret@127.0.0.1:9\n":           "value: http://***:***@127.0.0.1:9\n",
		"https://127.0.0.1:6443 me@example.com":         "https://127.0.0.1:6443 me@example.com",
		`"https://[::1]:2379","image@sha256:12"`:        `"https://[::1]:2379","image@sha256:12"`,
	} {
		dir := t.TempDir()
		file := filepath.Join(dir, "some", "file")
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := redact(dir); err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(file)
		if err != nil || string(got) != want {
			t.Errorf("got %q, %v; want %q", got, err, want)
		}
	}
}
