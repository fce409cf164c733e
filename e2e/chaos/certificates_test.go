package chaos

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/base64"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	"example.com/metrics-lab/lab/adapter"
	"example.com/metrics-lab/lab/certificate"
	"example.com/metrics-lab/lab/console"
	"example.com/metrics-lab/lab/host/wait"
	"example.com/metrics-lab/lab/lifecycle"
	"example.com/metrics-lab/lab/state"
)

func TestCertificateIsRenewed(t *testing.T) {
	f := begin(t, "the certificate is renewed 20 times", "0 failed requests", lifecycle.Embedded)
	dev, err := lifecycle.Develop(provider.Lab().Name, root, false, console.New(os.Stderr))
	must(t, err)
	for range 20 {
		must(t, dev.Renew(t.Context(), console.New(os.Stderr)))
		f.serves()
	}
	f.unharmed()
}

// TestAuthorityIsRotated: both are trusted, before one of them signs the certificate.
func TestAuthorityIsRotated(t *testing.T) {
	f := begin(t, "the authority is rotated in two steps", "0 failed requests", lifecycle.Embedded)
	ca := certificate.SeparateFiles(f.pki(), "serving-ca")
	old, err := ca.Read()
	must(t, err)
	next, err := certificate.NewCA("metrics-lab serving", time.Now())
	must(t, err)
	f.trust(slices.Concat(old.Cert, next.Cert))
	f.serveWith(func() (certificate.Pair, error) { return next.NewServer(time.Now(), adapter.ServerName) })
	f.trust(next.Cert)
	_, err = ca.Renew(func() (certificate.Pair, error) { return next, nil })
	must(t, err)
	f.unharmed()
}

// TestCertificateEnds: `lab status` tells it before, and `lab up` makes a new one.
func TestCertificateEnds(t *testing.T) {
	f := begin(t, "the certificate ends", "told by `lab status` before, in plain words", lifecycle.Embedded)
	const left = 15 * time.Second
	ca, err := certificate.SeparateFiles(f.pki(), "serving-ca").Read()
	must(t, err)
	end := time.Now().Add(left)
	f.serveWith(func() (certificate.Pair, error) {
		return ca.NewServer(end.Add(-certificate.LeafLifetime), adapter.ServerName)
	})
	before := f.problem("certificate")
	sleep(t.Context(), left)
	// As long as the API server keeps its connection, it does not look at the certificate again.
	f.restartAdapter(func(arg string) string { return arg }, func(state.Folder) {})
	err = wait.For(t.Context(), "requests to fail", patience, poll, func(context.Context) (bool, string, error) {
		r := f.traffic.Take()
		return r.Failed > 0 && strings.Contains(r.Failure.Error(), "expired"), r.String(), nil
	})
	must(t, err)
	after := f.problem("certificate")
	must(t, provider.Repair(t.Context()))
	f.wellAfter()
	if !strings.Contains(before, "ends on") || !strings.Contains(after, "has ended on") {
		t.Errorf("before: %q; after: %q", before, after)
	}
	f.found("before: “%s”; after it, and a new connection: “%s”; `lab up` put it right", before, after)
}

// unharmed says what came of it, where nothing may.
func (f *fault) unharmed() {
	f.t.Helper()
	sleep(f.t.Context(), calm)
	r, hpa := f.traffic.Take(), f.hpa.take()
	if r.Failed+r.Wrong > 0 || hpa.Blind > 0 || hpa.Moved != 0 {
		f.t.Error(r, hpa)
	}
	f.found("%s; %s", r, hpa)
}

func (f *fault) pki() string {
	f.t.Helper()
	return f.folder().Path("pki")
}

// serveWith has the adapter serve with another certificate, and waits until it does.
func (f *fault) serveWith(issue func() (certificate.Pair, error)) {
	f.t.Helper()
	_, err := certificate.CombinedFile(f.pki(), "serving").Renew(issue)
	must(f.t, err)
	f.serves()
}

// serves waits until the adapter serves with the certificate of the lab's file.
func (f *fault) serves() {
	f.t.Helper()
	pair, err := certificate.CombinedFile(f.pki(), "serving").Read()
	must(f.t, err)
	want, err := tls.X509KeyPair(pair.Cert, pair.Key)
	must(f.t, err)
	address := f.host()
	err = wait.For(f.t.Context(), "the adapter to serve with the new certificate", patience, poll, func(ctx context.Context) (bool, string, error) {
		dialer := tls.Dialer{Config: &tls.Config{InsecureSkipVerify: true}} // it compares the certificate itself
		conn, err := dialer.DialContext(ctx, "tcp", address)
		if err != nil {
			return false, "", err
		}
		defer func() { _ = conn.Close() }()
		served := conn.(*tls.Conn).ConnectionState().PeerCertificates[0]
		return bytes.Equal(served.Raw, want.Certificate[0]), "another one", nil
	})
	must(f.t, err)
}

// trust has the API server verify the adapter's certificate with other authorities.
func (f *fault) trust(bundle []byte) {
	f.t.Helper()
	patch := fmt.Appendf(nil, `{"spec":{"caBundle":%q}}`, base64.StdEncoding.EncodeToString(bundle))
	for _, name := range adapter.APIServices() {
		_, err := f.APIServices.ApiregistrationV1().APIServices().Patch(f.t.Context(), name, types.MergePatchType, patch, metav1.PatchOptions{})
		must(f.t, err)
	}
	sleep(f.t.Context(), calm) // the API server takes it up by watching
}

// problem is the one of `lab status` that has a word.
func (f *fault) problem(word string) string {
	f.t.Helper()
	status, err := lifecycle.Look(f.t.Context(), provider.Lab().Name)
	must(f.t, err)
	for _, problem := range status.Problems {
		if strings.Contains(problem, word) {
			return problem
		}
	}
	return ""
}
