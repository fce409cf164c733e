package server

import (
	"errors"
	"net/http"

	"k8s.io/apiserver/pkg/authentication/authenticatorfactory"
	genericapiserver "k8s.io/apiserver/pkg/server"
	"k8s.io/apiserver/pkg/server/healthz"
)

// errNoAuthority is why the server is not ready before it knows who signs the certificate of the API server's proxy.
var errNoAuthority = errors.New("the authority of the API server's proxy, in the ConfigMap kube-system/extension-apiserver-authentication, is not known yet")

// readyWithAuthority lets the server be ready only when it can tell the API server's proxy from others. The library is
// ready a moment before: it takes each user for nobody then, and who asks a replica that has just started gets 403.
func readyWithAuthority(s *genericapiserver.GenericAPIServer, authentication genericapiserver.AuthenticationInfo) error {
	proxy := authentication.RequestHeaderConfig
	if proxy == nil { // --authentication-skip-lookup: no proxy is trusted
		return nil
	}
	return s.AddReadyzChecks(healthz.NamedCheck("proxy-authority", func(*http.Request) error { return knowsAuthority(proxy) }))
}

func knowsAuthority(proxy *authenticatorfactory.RequestHeaderConfig) error {
	if len(proxy.CAContentProvider.CurrentCABundleContent()) == 0 || len(proxy.UsernameHeaders.Value()) == 0 {
		return errNoAuthority
	}
	return nil
}
