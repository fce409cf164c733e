package certificate

import (
	"crypto/tls"
	"crypto/x509"
	"os"
	"testing"
	"time"
)

var now = time.Date(2030, 1, 2, 3, 4, 5, 0, time.UTC)

func newCA(t *testing.T, name string) Pair {
	t.Helper()
	ca, err := NewCA(name, now)
	if err != nil {
		t.Fatal(err)
	}
	return ca
}

func verify(t *testing.T, ca, leaf Pair, at time.Time, dnsName string, usage x509.ExtKeyUsage) error {
	t.Helper()
	pair, err := tls.X509KeyPair(leaf.Cert, leaf.Key)
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(ca.Cert)
	_, err = pair.Leaf.Verify(x509.VerifyOptions{
		Roots: roots, DNSName: dnsName, CurrentTime: at, KeyUsages: []x509.ExtKeyUsage{usage},
	})
	return err
}

func TestLeaves(t *testing.T) {
	t.Parallel()
	ca, other := newCA(t, "lab"), newCA(t, "lab")
	server, err := ca.NewServer(now, "adapter.lab.svc", "localhost")
	if err != nil {
		t.Fatal(err)
	}
	client, err := ca.NewClient(now, "front-proxy-client")
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct {
		name     string
		ca, leaf Pair
		at       time.Time
		dnsName  string
		usage    x509.ExtKeyUsage
		ok       bool
	}{
		{"server", ca, server, now, "adapter.lab.svc", x509.ExtKeyUsageServerAuth, true},
		{"its other name", ca, server, now, "localhost", x509.ExtKeyUsageServerAuth, true},
		{"another name", ca, server, now, "example.com", x509.ExtKeyUsageServerAuth, false},
		{"server as a client", ca, server, now, "", x509.ExtKeyUsageClientAuth, false},
		{"another authority of the same name", other, server, now, "", x509.ExtKeyUsageServerAuth, false},
		{"a clock that is behind", ca, server, now.Add(-time.Minute), "", x509.ExtKeyUsageServerAuth, true},
		{"expired", ca, server, now.Add(LeafLifetime + time.Second), "", x509.ExtKeyUsageServerAuth, false},
		{"client", ca, client, now, "", x509.ExtKeyUsageClientAuth, true},
		{"client as a server", ca, client, now, "", x509.ExtKeyUsageServerAuth, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			err := verify(t, row.ca, row.leaf, row.at, row.dnsName, row.usage)
			if (err == nil) != row.ok {
				t.Errorf("verified: %v, want ok %t", err, row.ok)
			}
		})
	}
	if _, err := ca.NewServer(now); err == nil {
		t.Error("a serving certificate for no name: want an error")
	}
}

func TestEnsure(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	ca := newCA(t, "lab")
	files := SeparateFiles(dir, "serving")
	ensure := func(ca Pair, at time.Time) string {
		t.Helper()
		pair, err := files.Ensure(&ca, at, func() (Pair, error) { return ca.NewServer(at, "adapter") })
		if err != nil {
			t.Fatal(err)
		}
		return string(pair.Cert)
	}
	first := ensure(ca, now)
	if ensure(ca, now.Add(LeafLifetime/2)) != first {
		t.Error("a valid leaf was made anew")
	}
	second := ensure(ca, now.Add(LeafLifetime*3/4))
	if second == first {
		t.Error("a leaf in the last third of its life was not made anew")
	}
	third := ensure(newCA(t, "lab"), now)
	if third == second {
		t.Error("a leaf of another authority was not made anew")
	}
	info, err := os.Stat(files.Key)
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode().Perm() != 0o600 {
		t.Errorf("the key's mode is %v, want 0600", info.Mode().Perm())
	}
}

func TestEnsureKeepsAnAuthority(t *testing.T) {
	t.Parallel()
	files := SeparateFiles(t.TempDir(), "ca")
	make := func() (Pair, error) { return NewCA("lab", now) }
	first, err := files.Ensure(nil, now, make)
	if err != nil {
		t.Fatal(err)
	}
	second, err := files.Ensure(nil, now.Add(CALifetime), make)
	if err != nil {
		t.Fatal(err)
	}
	if string(first.Cert) != string(second.Cert) {
		t.Error("the authority was made anew: what it signed is worth nothing now")
	}
}

func TestRenew(t *testing.T) {
	t.Parallel()
	for name, files := range map[string]Files{"two files": SeparateFiles(t.TempDir(), "serving"), "together": CombinedFile(t.TempDir(), "serving")} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			renew(t, files)
		})
	}
}

func renew(t *testing.T, files Files) {
	t.Helper()
	ca := newCA(t, "lab")
	issue := func() (Pair, error) { return ca.NewServer(now, "adapter") }
	first, err := files.Ensure(&ca, now, issue)
	if err != nil {
		t.Fatal(err)
	}
	second, err := files.Renew(issue)
	if err != nil {
		t.Fatal(err)
	}
	if string(second.Cert) == string(first.Cert) {
		t.Error("the certificate is the same")
	}
	if _, err := files.Renew(func() (Pair, error) { return Pair{}, os.ErrInvalid }); err == nil {
		t.Error("want the error of who issues")
	}
	kept, err := files.Read()
	if err != nil {
		t.Fatal(err)
	}
	if string(kept.Cert) != string(second.Cert) || string(kept.Key) != string(second.Key) {
		t.Error("what cannot be renewed is not what it was")
	}
	if _, err := tls.LoadX509KeyPair(files.Cert, files.Key); err != nil {
		t.Errorf("a server cannot load it: %v", err)
	}
}
