package adapter

import (
	"fmt"

	"example.com/metrics-lab/scripts/lab/certificate"
	"example.com/metrics-lab/scripts/lab/manifest"
)

// Given returns what each lab has for itself and the manifests leave open: the
// serving certificate, the authority that signed it, and, on the embedded
// cluster, the port of the host that the adapter serves on.
func Given(ca, serving certificate.Pair, port int) manifest.Files {
	return manifest.Files{
		"components/serving-cert/ca.crt":  ca.Cert,
		"components/serving-cert/tls.crt": serving.Cert,
		"components/serving-cert/tls.key": serving.Key,
		"overlays/embedded/port.yaml": fmt.Appendf(nil,
			`[{"op": "replace", "path": "/spec/ports/0/port", "value": %d}]`, port),
	}
}
