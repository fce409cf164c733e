package leak

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// secrets are what must not be in artifacts, which CI keeps for everybody.
var secrets = map[string]*regexp.Regexp{
	"a private key":                regexp.MustCompile(`PRIVATE KEY|client-key-data`),
	"a JSON web token":             regexp.MustCompile(`eyJ[A-Za-z0-9_-]{20,}`),
	"a token":                      regexp.MustCompile(`(?i)(?:^|[^-\w])token["']?:\s*["']?[A-Za-z0-9._-]{6,}`),
	"a bootstrap token":            regexp.MustCompile(`\b[a-z0-9]{6}\.[a-z0-9]{16}\b`),
	"a key for encryption of etcd": regexp.MustCompile(`(?i)\bsecret["']?:\s*["']?[A-Za-z0-9+/]{32,}=*`),
	"a password in a URL":          regexp.MustCompile(`://[^/\s:@"'*]*:[^/\s@"'*]+@`),
	"a bearer's token":             regexp.MustCompile(`(?i)bearer\s+[A-Za-z0-9._-]{16,}`),
}

// noSecrets looks into all files of a folder.
func noSecrets(t *testing.T, dir string) {
	t.Helper()
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			return err
		}
		for _, found := range secretsIn(string(data)) {
			t.Errorf("%s: %s", name, found)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

func secretsIn(text string) []string {
	var found []string
	for what, form := range secrets {
		for _, at := range form.FindAllStringIndex(text, 3) {
			start := strings.LastIndexByte(text[:at[0]], '\n') + 1
			found = append(found, what+": "+text[max(start, at[0]-80):at[1]])
		}
	}
	return found
}

func TestSecretsAreFound(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		text string
		want bool
	}{
		{"-----BEGIN RSA PRIVATE KEY-----", true},
		{"    client-key-data: LS0t", true},
		{`Authorization: "Bearer eyJhbGciOiJSUzI1NiIsImtpZCI6"`, true},
		{"token: abcdef.0123456789abcdef", true},
		{"kubeadm join --token abcdef.0123456789abcdef", true},
		{`{"token":"0123456789"}`, true},
		{"/var/run/secrets/kubernetes.io/serviceaccount/token", false},
		{"HTTP_PROXY=http://me:secret@proxy:3128", true},
		{"path: token", false},
		{`"initial-cluster-token":"etcd-cluster"`, false}, // what etcd calls its cluster
		{"web-5c6d7b4d9-x2x4z.187f2b3c4d5e6f70", false},
	} {
		if got := len(secretsIn(row.text)) > 0; got != row.want {
			t.Errorf("%s: found %t, want %t", row.text, got, row.want)
		}
	}
}

// explained sees that a folder of artifacts explains a failure: that its README
// says what it is to say, and that there are the logs.
func explained(t *testing.T, dir, readme string, logs ...string) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, "README.md"))
	if err != nil {
		t.Error(err)
	}
	if !strings.Contains(string(text), readme) {
		t.Errorf("README.md does not say %q:\n%s", readme, text)
	}
	for _, log := range logs {
		found, err := filepath.Glob(filepath.Join(dir, "logs", log))
		if err != nil || len(found) == 0 {
			t.Errorf("there is no %s in logs", log)
		}
	}
	noSecrets(t, dir)
}
