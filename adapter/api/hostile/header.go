package hostile

import (
	"math/rand/v2"
	"net/http"
	"strings"
)

// formats are media types: those of the API, of others, and none.
func formats() []string {
	return []string{
		"application/json", "application/json", "application/yaml", "application/vnd.kubernetes.protobuf", "application/cbor", "application/cbor-seq",
		"application/json;as=Table;g=meta.k8s.io;v=v1", "application/json;as=Table;g=meta.k8s.io;v=v1beta1", "application/json;as=Table",
		"application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1", "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1",
		"application/vnd.kubernetes.protobuf;as=Table;g=meta.k8s.io;v=v1", "application/cbor;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1",
		"application/json;as=X;g=Y;v=Z", "application/json;stream=watch", "application/vnd.kubernetes.protobuf;stream=watch",
		"application/json;profile=nopeer", "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList",
		"application/com.github.proto-openapi.spec.v2@v1.0+protobuf", "application/apply-patch+yaml", "application/merge-patch+json",
		"text/html", "text/plain", "*/*", "application/*", "*", "", ";", "application/json;q=0", "application/json;pretty=1", "x/y;z=\"", "\u00e9/\u00e9",
	}
}

// headers adds those that decide how an answer looks, and some that are to be believed of proxies alone.
func headers(r *rand.Rand, h http.Header) {
	if once(r, 2) {
		var all []string
		for range 1 + r.IntN(3) {
			all = append(all, pick(r, formats()...))
		}
		h.Set("Accept", strings.Join(all, pick(r, ",", ", ")))
	}
	if once(r, 4) {
		h.Set("Content-Type", pick(r, formats()...))
	}
	if once(r, 4) {
		h.Set("Accept-Encoding", pick(r, "gzip", "identity", "deflate", "br", "gzip;q=0", "*", "", "gzip,gzip", "x"))
	}
	if once(r, 8) {
		name := pick(r, "X-Remote-User", "X-Remote-Group", "X-Forwarded-For", "X-Forwarded-Uri", "Origin", "Traceparent", "Audit-ID", "If-None-Match",
			"Range", "Expect", "Upgrade", "Connection", "Te", "X-Http-Method-Override", "Cookie", "User-Agent", "Kubectl-Command")
		h.Set(name, pick(r, "x", "", "system:masters", "100-continue", "websocket", "h2c", "0", "bytes=0-0", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", strings.Repeat("x", 4096)))
	}
}
