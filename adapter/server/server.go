// Package server is the HTTPS server of the adapter and its flags, which are those of custom-metrics-apiserver and klog.
package server

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/spf13/pflag"
	genericapiserver "k8s.io/apiserver/pkg/server"
	"k8s.io/client-go/rest"
	"k8s.io/component-base/logs"
	"k8s.io/component-base/metrics/legacyregistry"
	"sigs.k8s.io/custom-metrics-apiserver/pkg/apiserver/metrics"
	basecmd "sigs.k8s.io/custom-metrics-apiserver/pkg/cmd"
	"sigs.k8s.io/custom-metrics-apiserver/pkg/provider"
)

// Server is the server that flags describe. It is an interface because of what a build costs: whoever sees the library's
// type compiles the two thousand methods of its informers anew, a second for each change anywhere in the adapter.
type Server interface {
	// ClientConfig is how the API server is reached: by --lister-kubeconfig, or as a pod does without it.
	ClientConfig() (*rest.Config, error)

	// Serve answers the metrics APIs until ctx ends. All that it serves is authenticated and authorised by the API server,
	// also what the handlers answer, which are given by the prefix of their paths.
	Serve(ctx context.Context, metrics provider.MetricsProvider, handlers map[string]http.Handler, more ...API) error
}

// API is one that is served beside the custom and the external metrics API.
type API interface {
	// Install has a server that has not started serve it.
	Install(server *genericapiserver.GenericAPIServer) error
}

type server struct {
	base          *basecmd.AdapterBase
	shutdownDelay *time.Duration
}

// New adds the flags of a server to a flag set. The server may be used when they are parsed.
func New(name string, flags *pflag.FlagSet) Server {
	base := &basecmd.AdapterBase{Name: name, FlagSet: flags}
	base.InstallFlags()
	logs.AddFlags(flags)
	return server{base, flags.Duration("shutdown-delay-duration", 0,
		"how long the server goes on answering when it is told to end, while /readyz says that it ends: until no new connection comes. As of kube-apiserver")}
}

func (s server) ClientConfig() (*rest.Config, error) { return s.base.ClientConfig() }

func (s server) Serve(ctx context.Context, answers provider.MetricsProvider, handlers map[string]http.Handler, more ...API) error {
	s.base.WithCustomMetrics(answers)
	s.base.WithExternalMetrics(answers)
	if err := metrics.RegisterMetrics(legacyregistry.Register); err != nil {
		return fmt.Errorf("register the metrics of the adapter itself: %w", err)
	}
	config, err := s.base.Config()
	if err != nil {
		return err
	}
	describe(config.GenericConfig)
	config.GenericConfig.ShutdownDelayDuration = *s.shutdownDelay
	config.GenericConfig.SecureServing.Listener = limit(config.GenericConfig.SecureServing.Listener)
	requests := &crowd{of: make(map[string]int)}
	config.GenericConfig.BuildHandlerChainFunc = func(library http.Handler, c *genericapiserver.Config) http.Handler {
		chain := genericapiserver.DefaultBuildHandlerChain(&discovery{library: checked(library), metrics: answers}, c)
		return leave(ctx, requests.control(readable(chain, c.RequestInfoResolver)))
	}
	made, err := s.base.Server()
	if err != nil {
		return err
	}
	if err := readyWithAuthority(made.GenericAPIServer, config.GenericConfig.Authentication); err != nil {
		return fmt.Errorf("check whether the server is ready: %w", err)
	}
	for _, api := range more {
		if err := api.Install(made.GenericAPIServer); err != nil {
			return err
		}
	}
	for prefix, handler := range handlers {
		made.GenericAPIServer.Handler.NonGoRestfulMux.HandlePrefix(prefix, handler)
	}
	return s.base.Run(ctx)
}
