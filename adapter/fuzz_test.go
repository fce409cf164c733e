package main

import (
	"flag"
	"fmt"
	"net/http"
	"runtime"
	"strings"
	"testing"

	"example.com/metrics-lab/adapter/api/hostile"
)

// FuzzServer puts requests of any form to all that the adapter serves: see serving.check for what must hold of the answers.
func FuzzServer(f *testing.F) {
	s := serve(f)
	for _, q := range seeds() {
		f.Add(q.Method, q.Target, q.Header.Get("Accept"), q.Header.Get("Content-Type"), q.Header.Get("Content-Encoding"), q.Header.Get("Accept-Encoding"), q.Body)
	}
	f.Fuzz(func(t *testing.T, method, target, accept, contentType, contentEncoding, acceptEncoding string, body []byte) {
		header := http.Header{}
		for name, value := range map[string]string{
			"Accept": accept, "Content-Type": contentType, "Content-Encoding": contentEncoding, "Accept-Encoding": acceptEncoding,
		} {
			if value != "" {
				header.Set(name, value)
			}
		}
		s.check(t, hostile.Request{Method: method, Target: target, Header: header, Body: body})
	})
}

// many has TestGeneratedRequests go on for a time: go test ./adapter -run TestGeneratedRequests -v -many 10m.
var many = flag.Duration("many", 0, "how long TestGeneratedRequests tries requests; 0: some hundred")

// TestGeneratedRequests does as FuzzServer, with requests that are nearly right: chance alone seldom gets beyond the path. It
// needs no coverage of what it runs, by which an input would take a hundred times as long here.
func TestGeneratedRequests(t *testing.T) {
	s := serve(t)
	hostile.Each(t, *many, func(seed uint64) { s.check(t, hostile.NewRequest(hostile.From(seed), shop)) })
	var after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&after)
	if after.HeapAlloc > maxHeap {
		t.Errorf("%d MB are in use", after.HeapAlloc>>20)
	}
}

// seeds are requests by hand: what has a meaning in selectors, in names, in what a list is asked for.
func seeds() []hostile.Request {
	const (
		pods     = "/apis/custom.metrics.k8s.io/v1beta2/namespaces/shop/pods/*/requests"
		external = "/apis/external.metrics.k8s.io/v1beta1/namespaces/shop/depth"
		write    = "/write-metrics/namespaces/shop/pods/web-1/requests"
	)
	var all []hostile.Request
	add := func(method, target, header, value, body string) {
		q := hostile.Request{Method: method, Target: target, Header: http.Header{}}
		if header != "" {
			q.Header.Set(header, value)
		}
		if body != "" {
			q.Body = []byte(body)
		}
		all = append(all, q)
	}
	for _, path := range []string{pods, external} {
		for _, selector := range []string{
			"app=web", "app==web", "app!=web", "app in (web,a)", "app notin (web)", "app", "!app", "a>1", "a<1", "a=", "a in ()", "a in (", ",", "=", "a=b=c",
		} {
			for _, parameter := range []string{"labelSelector", "metricLabelSelector"} {
				add("GET", path+"?"+parameter+"="+strings.NewReplacer(" ", "+", "=", "%3D", "<", "%3C").Replace(selector), "", "", "")
			}
		}
		for _, query := range []string{
			"limit=1", "limit=-1", "limit=x", "continue=x", "watch=true", "watch=x", "resourceVersion=1", "resourceVersion=x&resourceVersionMatch=Exact",
			"timeoutSeconds=1", "timeoutSeconds=x", "timeout=0s", "timeout=x", "fieldSelector=metadata.name%3Dweb-2", "fieldSelector=%3D", "pretty=1", "%", ";", "a;b=c",
			"sendInitialEvents=true&watch=1&allowWatchBookmarks=true",
		} {
			add("GET", path+"?"+query, "", "", "")
		}
		for _, format := range []string{
			"application/json", "application/yaml", "application/vnd.kubernetes.protobuf", "application/cbor", "application/json;as=Table;g=meta.k8s.io;v=v1",
			"application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1", "text/html", ";", "*/*",
		} {
			add("GET", path, "Accept", format, "")
			add("DELETE", path, "Content-Type", format, "{}")
		}
		for _, method := range []string{"POST", "PUT", "PATCH", "HEAD", "OPTIONS", "TRACE", "CONNECT", "get"} {
			add(method, path, "", "", strings.Repeat("[", 10_000))
		}
		add("GET", path+"?labelSelector="+strings.Repeat("app%3Dweb,", 10_000)+"app", "", "", "")
		add("GET", path+"?metricLabelSelector="+strings.Repeat("(", 100_000), "Accept-Encoding", "gzip", "")
	}
	for c := range 128 {
		add("GET", fmt.Sprintf("/apis/custom.metrics.k8s.io/v1beta1/namespaces/shop/pods/web%%%02x/requests", c), "", "", "")
		add("GET", fmt.Sprintf("/apis/external.metrics.k8s.io/v1beta1/namespaces/sh%%%02xop/depth", c), "", "", "")
		add("POST", fmt.Sprintf("/write-metrics/namespaces/shop/pods/web-1/re%%%02xquests", c), "", "", "1")
	}
	for _, target := range []string{
		"/apis/custom.metrics.k8s.io/v1beta2/namespaces/shop/metrics/tenants", "/apis/custom.metrics.k8s.io/v1beta2/namespaces/*/metrics/tenants",
		"/apis/custom.metrics.k8s.io/v1beta2/nodes/n1/load", "/apis/custom.metrics.k8s.io/v1beta2/nodes/*/load", "/apis/custom.metrics.k8s.io/v3/nodes/n1/load",
		"/apis/custom.metrics.k8s.io/v1beta2/namespaces/shop%2F..%2Fother/pods/*/requests", "/apis/custom.metrics.k8s.io/v1beta2/namespaces/shop/../other/pods/*/requests",
		"/apis/custom.metrics.k8s.io/v1beta2/namespaces/shop/pods/%C3%A9/requests", "/apis/custom.metrics.k8s.io/v1beta2/namespaces/shop/pods/%FF/requests",
		"/apis/custom.metrics.k8s.io/v1beta2", "/apis/external.metrics.k8s.io/v1beta1", "/apis", "/", "*", "http://other/apis", "//apis", "/openapi/v2", "/openapi/v3", "/readyz",
		"/apis/external.metrics.k8s.io/v1beta1/namespaces/shop/depth/name/status", "/apis/custom.metrics.k8s.io/v1beta2/watch/namespaces/shop/pods/web-1/requests",
		// These were errors of the server once.
		"/apis/custom.metrics.k8s.io/v1beta2/watch", "/apis/external.metrics.k8s.io/v1beta1/proxy/", pods + "?%6DetricLabelSelector=a+lt+1", pods + "?fieldSelector==a",
		"/apis/custom.metrics.k8s.io/v1beta2/%2E/web/requests", "/apis/custom.metrics.k8s.io/v1beta2/namespaces/shop/.apps/web/requests",
		"/apis/custom.metrics.k8s.io/v1beta2/namespaces/shop", "/apis/custom.metrics.k8s.io/v1beta2/namespaces//pods/web-1/requests",
	} {
		add("GET", target, "", "", "")
	}
	for _, body := range []string{"40", `"10500m"`, "{", strings.Repeat("1", 2000), `"NaN"`, "-1", "9.3e15", "\x1f\x8b\x08\x00", "k8s\x00", "\xd9\xd9\xf7"} {
		add("POST", write+"?labels=verb%3DGET", "Content-Encoding", "gzip", body)
		add("POST", write, "Content-Type", "application/cbor", body)
	}
	return all
}
