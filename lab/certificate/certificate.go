// Package certificate makes the X.509 certificates of a lab: certificate
// authorities and the leaves that they sign, with ECDSA P-256 keys.
package certificate

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"time"
)

const (
	// CALifetime is how long a certificate authority is valid.
	CALifetime = 10 * 365 * 24 * time.Hour
	// LeafLifetime is how long a leaf is valid.
	LeafLifetime = 365 * 24 * time.Hour
	// backdate allows for clocks that disagree.
	backdate = 5 * time.Minute
)

// Pair is a certificate and its private key, both PEM.
type Pair struct {
	Cert, Key []byte
}

// NewCA makes a self-signed certificate authority with the common name.
func NewCA(commonName string, now time.Time) (Pair, error) {
	template := &x509.Certificate{
		Subject:               pkix.Name{CommonName: commonName},
		NotBefore:             now.Add(-backdate),
		NotAfter:              now.Add(CALifetime),
		KeyUsage:              x509.KeyUsageCertSign | x509.KeyUsageCRLSign,
		BasicConstraintsValid: true,
		IsCA:                  true,
		MaxPathLenZero:        true, // it signs leaves only
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return Pair{}, fmt.Errorf("generate the key of %s: %w", commonName, err)
	}
	return sign(template, template, key, key)
}

// NewServer makes a serving certificate for the DNS names; the first one is
// its common name.
func (ca Pair) NewServer(now time.Time, dnsNames ...string) (Pair, error) {
	if len(dnsNames) == 0 {
		return Pair{}, fmt.Errorf("make a serving certificate: no DNS name")
	}
	return ca.newLeaf(now, dnsNames[0], x509.ExtKeyUsageServerAuth, dnsNames)
}

// NewClient makes a client certificate for the common name.
func (ca Pair) NewClient(now time.Time, commonName string) (Pair, error) {
	return ca.newLeaf(now, commonName, x509.ExtKeyUsageClientAuth, nil)
}

func (ca Pair) newLeaf(now time.Time, commonName string, usage x509.ExtKeyUsage, dnsNames []string) (Pair, error) {
	parent, err := tls.X509KeyPair(ca.Cert, ca.Key)
	if err != nil {
		return Pair{}, fmt.Errorf("read the certificate authority of %s: %w", commonName, err)
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return Pair{}, fmt.Errorf("generate the key of %s: %w", commonName, err)
	}
	return sign(&x509.Certificate{
		Subject:     pkix.Name{CommonName: commonName},
		DNSNames:    dnsNames,
		NotBefore:   now.Add(-backdate),
		NotAfter:    now.Add(LeafLifetime),
		KeyUsage:    x509.KeyUsageDigitalSignature,
		ExtKeyUsage: []x509.ExtKeyUsage{usage},
	}, parent.Leaf, key, parent.PrivateKey)
}

// End is when the certificate of a pair ends.
func End(of Pair) (time.Time, error) {
	pair, err := tls.X509KeyPair(of.Cert, of.Key)
	if err != nil {
		return time.Time{}, fmt.Errorf("read a certificate: %w", err)
	}
	return pair.Leaf.NotAfter, nil
}

// sign fills in the serial number: 128 random bits, above the 64 that the
// CA/Browser Forum's baseline requirements ask for.
func sign(template, parent *x509.Certificate, key *ecdsa.PrivateKey, signer any) (Pair, error) {
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 128))
	if err != nil {
		return Pair{}, fmt.Errorf("choose a serial number: %w", err)
	}
	template.SerialNumber = serial
	cert, err := x509.CreateCertificate(rand.Reader, template, parent, &key.PublicKey, signer)
	if err != nil {
		return Pair{}, fmt.Errorf("sign the certificate of %s: %w", template.Subject.CommonName, err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return Pair{}, fmt.Errorf("encode the key of %s: %w", template.Subject.CommonName, err)
	}
	return Pair{
		Cert: pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: cert}),
		Key:  pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}),
	}, nil
}
