package certificate

import (
	"os"
	"strings"
	"testing"
)

// FuzzFiles: whatever is in the files of a certificate, there is one to serve with afterwards.
func FuzzFiles(f *testing.F) {
	ca, err := NewCA("lab", now)
	if err != nil {
		f.Fatal(err)
	}
	leaf, err := ca.NewServer(now, "adapter")
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range [][2]string{
		{string(leaf.Cert), string(leaf.Key)}, {string(ca.Cert), string(leaf.Key)}, {string(leaf.Key), string(leaf.Cert)}, {"", ""}, {"\x00", "\x00"},
		{string(leaf.Cert) + string(ca.Cert), string(leaf.Key)}, {string(leaf.Cert[:200]), string(leaf.Key)},
		{"-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"},
	} {
		f.Add([]byte(seed[0]), []byte(seed[1]))
	}
	dir := f.TempDir()
	issue := func() (Pair, error) { return leaf, nil }
	f.Fuzz(func(t *testing.T, cert, key []byte) {
		for _, files := range []Files{SeparateFiles(dir, "serving"), CombinedFile(dir, "serving")} {
			if err := os.WriteFile(files.Key, key, 0o600); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(files.Cert, cert, 0o600); err != nil {
				t.Fatal(err)
			}
			pair, err := files.Ensure(&ca, now, issue)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := End(pair); err != nil {
				t.Errorf("it cannot be served with: %v", err)
			}
			as := Pair{Cert: cert, Key: key}
			if _, err := as.NewServer(now, "adapter"); err != nil && strings.ContainsAny(err.Error(), "\n\r") {
				t.Errorf("want one line, got %q", err)
			}
		}
	})
}
