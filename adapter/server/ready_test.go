package server

import (
	"errors"
	"testing"

	"k8s.io/apiserver/pkg/authentication/authenticatorfactory"
	"k8s.io/apiserver/pkg/authentication/request/headerrequest"
	"k8s.io/apiserver/pkg/server/dynamiccertificates"
)

// authority is one whose certificates are known, or not yet.
type authority struct {
	dynamiccertificates.CAContentProvider
	bundle []byte
}

func (a authority) CurrentCABundleContent() []byte { return a.bundle }

func TestKnowsAuthority(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name    string
		bundle  string
		headers []string
		want    error
	}{
		{"all", "a certificate", []string{"X-Remote-User"}, nil},
		{"no certificate yet", "", []string{"X-Remote-User"}, errNoAuthority},
		{"no header yet", "a certificate", nil, errNoAuthority},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			got := knowsAuthority(&authenticatorfactory.RequestHeaderConfig{
				CAContentProvider: authority{bundle: []byte(row.bundle)}, UsernameHeaders: headerrequest.StaticStringSlice(row.headers),
			})
			if !errors.Is(got, row.want) {
				t.Errorf("got %v, want %v", got, row.want)
			}
		})
	}
}
