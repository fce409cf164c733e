package kubeconfig

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"k8s.io/client-go/tools/clientcmd/api"
)

// FuzzKubeconfig: a lab's entry goes into whatever a kubeconfig holds and comes out of it again, or one line says why not.
// What cannot be read is left as it is.
func FuzzKubeconfig(f *testing.F) {
	for _, seed := range []string{
		"", "{}", "null", "[]", "x", "\x00", "apiVersion: v1\nkind: Config\n", "clusters: [{name: kwok-lab, cluster: {server: x}}]", "contexts: [{name: kwok-lab}]",
		"current-context: kwok-lab", "clusters: [null]", "clusters: [{name: a, cluster: null}]", "users: [{name: a, user: {exec: {command: x}}}]", "apiVersion: v2\nkind: Config",
		"a: &a [*a]", "clusters: 5\ncontexts: 6", "\t", "%YAML 9.9\n---\n", "---\n{}\n---\n{}", "clusters: [{name: a, cluster: {certificate-authority-data: '!'}}]",
		strings.Repeat("[", 10_000), "kind: Secret\napiVersion: v1", "preferences: {extensions: [{name: x, extension: {a: b}}]}",
	} {
		f.Add([]byte(seed))
	}
	file := filepath.Join(f.TempDir(), "config")
	entry := Entry{Name: "kwok-lab", Cluster: &api.Cluster{Server: "https://127.0.0.1:1", CertificateAuthorityData: []byte("ca")}, User: &api.AuthInfo{Token: "x"}}
	f.Fuzz(func(t *testing.T, data []byte) {
		if err := os.WriteFile(file, data, 0o600); err != nil {
			t.Fatal(err)
		}
		found, err := Inspect(file, entry.Name, entry.Cluster.CertificateAuthorityData)
		if err == nil {
			err = Add(found, entry)
		}
		if err == nil {
			err = Remove(entry.Name, entry.Cluster.CertificateAuthorityData, found)
		}
		if err == nil {
			return
		}
		if strings.ContainsAny(err.Error(), "\n\r") {
			t.Errorf("want one line, got %q", err)
		}
		if left, _ := os.ReadFile(file); string(left) != string(data) {
			t.Errorf("%v: there was %q, and there is %q", err, data, left)
		}
	})
}
