package e2e

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"testing"
	"time"

	certificatesv1 "k8s.io/api/certificates/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/rest"
	"sigs.k8s.io/e2e-framework/pkg/envconf"

	"example.com/metrics-lab/lab/certificate"
	"example.com/metrics-lab/lab/host/wait"
)

// ordinaryCertificate is one that the cluster has signed for a client of that
// name, as for any other client.
func ordinaryCertificate(ctx context.Context, t *testing.T, cfg *envconf.Config, name string) tls.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.CreateCertificateRequest(rand.Reader, &x509.CertificateRequest{Subject: pkix.Name{CommonName: name}}, key)
	if err != nil {
		t.Fatal(err)
	}
	requests := clientsOf(t, cfg).Kubernetes.CertificatesV1().CertificateSigningRequests()
	made, err := requests.Create(ctx, &certificatesv1.CertificateSigningRequest{
		ObjectMeta: metav1.ObjectMeta{GenerateName: "e2e-"},
		Spec: certificatesv1.CertificateSigningRequestSpec{
			Request:    pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE REQUEST", Bytes: der}),
			SignerName: certificatesv1.KubeAPIServerClientSignerName,
			Usages:     []certificatesv1.KeyUsage{certificatesv1.UsageClientAuth},
		},
	}, metav1.CreateOptions{})
	if err != nil {
		t.Fatal(err)
	}
	made.Status.Conditions = append(made.Status.Conditions, certificatesv1.CertificateSigningRequestCondition{
		Type: certificatesv1.CertificateApproved, Status: corev1.ConditionTrue, Reason: "Test",
	})
	if _, err := requests.UpdateApproval(ctx, made.Name, made, metav1.UpdateOptions{}); err != nil {
		t.Fatal(err)
	}
	pair := tls.Certificate{PrivateKey: key}
	err = wait.For(ctx, "a certificate for "+name, seenTimeout, poll, func(ctx context.Context) (bool, string, error) {
		signed, err := requests.Get(ctx, made.Name, metav1.GetOptions{})
		if err != nil || len(signed.Status.Certificate) == 0 {
			return false, "not signed", err
		}
		block, _ := pem.Decode(signed.Status.Certificate)
		pair.Certificate = [][]byte{block.Bytes}
		return true, "", nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := requests.Delete(ctx, made.Name, metav1.DeleteOptions{}); err != nil {
		t.Error(err)
	}
	return pair
}

// foreignCertificate is one that an authority has signed which the cluster knows nothing of.
func foreignCertificate(t *testing.T, name string) tls.Certificate {
	t.Helper()
	authority, err := certificate.NewCA("e2e-foreign", time.Now())
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := authority.NewClient(time.Now(), name)
	if err != nil {
		t.Fatal(err)
	}
	return pairOf(t, leaf.Cert, leaf.Key)
}

// administratorsCertificate is that of the tests themselves.
func administratorsCertificate(t *testing.T, cfg *envconf.Config) tls.Certificate {
	t.Helper()
	config := restConfig(cfg)
	if err := rest.LoadTLSFiles(config); err != nil {
		t.Fatal(err)
	}
	return pairOf(t, config.CertData, config.KeyData)
}

func pairOf(t *testing.T, cert, key []byte) tls.Certificate {
	t.Helper()
	pair, err := tls.X509KeyPair(cert, key)
	if err != nil {
		t.Fatal(err)
	}
	return pair
}
