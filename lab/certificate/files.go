package certificate

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// renewBefore is how long before its end a leaf is made anew.
const renewBefore = LeafLifetime / 3

// Files names where a Pair is kept. They may be one and the same.
type Files struct {
	Cert, Key string
}

// SeparateFiles returns the files of a pair called name in dir: NAME.crt and NAME.key.
func SeparateFiles(dir, name string) Files {
	return Files{Cert: filepath.Join(dir, name+".crt"), Key: filepath.Join(dir, name+".key")}
}

// CombinedFile returns the file of a pair called name in dir, NAME.pem, which has both.
// It is for a server that reads them again when they have changed: of two files it
// would find a new one beside an old one.
func CombinedFile(dir, name string) Files {
	file := filepath.Join(dir, name+".pem")
	return Files{Cert: file, Key: file}
}

// Ensure returns the pair that the files hold. When they do not exist, or hold
// a certificate that another authority than ca signed or that is in the last
// third of its life, it makes a new one with issue and writes it. A nil ca
// means that the pair is an authority itself: it is never made anew.
func (f Files) Ensure(ca *Pair, now time.Time, issue func() (Pair, error)) (Pair, error) {
	pair, err := f.Read()
	switch {
	case err == nil && f.usable(pair, ca, now):
		return pair, nil
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return Pair{}, err
	}
	return f.Renew(issue)
}

// Renew writes a pair that issue makes, in place of the one that the files hold.
// They are there all the time, for who watches them.
func (f Files) Renew(issue func() (Pair, error)) (Pair, error) {
	pair, err := issue()
	if err != nil {
		return Pair{}, err
	}
	return pair, f.write(pair)
}

func (f Files) usable(pair Pair, ca *Pair, now time.Time) bool {
	if ca == nil {
		return true
	}
	leaf, err := tls.X509KeyPair(pair.Cert, pair.Key)
	if err != nil {
		return false
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(ca.Cert)
	_, err = leaf.Leaf.Verify(x509.VerifyOptions{
		Roots:       roots,
		CurrentTime: now,
		KeyUsages:   []x509.ExtKeyUsage{x509.ExtKeyUsageAny},
	})
	return err == nil && now.Before(leaf.Leaf.NotAfter.Add(-renewBefore))
}

// Read returns the pair that the files hold.
func (f Files) Read() (Pair, error) {
	if f.Cert == f.Key {
		return f.readCombined()
	}
	cert, err := os.ReadFile(f.Cert)
	if err != nil {
		return Pair{}, fmt.Errorf("read a certificate: %w", err)
	}
	key, err := os.ReadFile(f.Key)
	if err != nil {
		return Pair{}, fmt.Errorf("read a certificate's key: %w", err)
	}
	return Pair{Cert: cert, Key: key}, nil
}

func (f Files) readCombined() (Pair, error) {
	data, err := os.ReadFile(f.Cert)
	if err != nil {
		return Pair{}, fmt.Errorf("read a certificate and its key: %w", err)
	}
	var pair Pair
	for block, rest := pem.Decode(data); block != nil; block, rest = pem.Decode(rest) {
		part := &pair.Key
		if block.Type == "CERTIFICATE" {
			part = &pair.Cert
		}
		*part = append(*part, pem.EncodeToMemory(block)...)
	}
	return pair, nil
}

// write writes the key first: a certificate without its key is never there.
func (f Files) write(pair Pair) error {
	if err := os.MkdirAll(filepath.Dir(f.Key), 0o700); err != nil {
		return fmt.Errorf("make a folder for certificates: %w", err)
	}
	if f.Cert == f.Key {
		if err := replace(f.Cert, slices.Concat(pair.Cert, pair.Key)); err != nil {
			return fmt.Errorf("write a certificate and its key: %w", err)
		}
		return nil
	}
	if err := replace(f.Key, pair.Key); err != nil {
		return fmt.Errorf("write a certificate's key: %w", err)
	}
	if err := replace(f.Cert, pair.Cert); err != nil {
		return fmt.Errorf("write a certificate: %w", err)
	}
	return nil
}

// replace writes a file in one step.
func replace(file string, data []byte) error {
	fresh := file + ".new"
	if err := os.WriteFile(fresh, data, 0o600); err != nil {
		return err
	}
	return os.Rename(fresh, file)
}
