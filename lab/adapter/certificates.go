package adapter

import (
	"example.com/metrics-lab/lab/certificate"
	"example.com/metrics-lab/lab/manifest"
)

// Certificates returns what each lab has for itself and the manifests leave
// open: the serving certificate and the authority that signed it.
func Certificates(ca, serving certificate.Pair) manifest.Files {
	return manifest.Files{
		"components/serving-cert/ca.crt":  ca.Cert,
		"components/serving-cert/tls.crt": serving.Cert,
		"components/serving-cert/tls.key": serving.Key,
	}
}
