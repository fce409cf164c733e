package server

import (
	"maps"

	"k8s.io/apiserver/pkg/endpoints/openapi"
	genericapiserver "k8s.io/apiserver/pkg/server"
	"k8s.io/kube-openapi/pkg/common"
	"sigs.k8s.io/custom-metrics-apiserver/pkg/apiserver"
	"sigs.k8s.io/metrics-server/pkg/api"
	resourcemetrics "sigs.k8s.io/metrics-server/pkg/api/generated/openapi"
)

// describe adds the resource metrics API to what the server knows how to describe, without which it serves none.
func describe(config *genericapiserver.Config) {
	namer := openapi.NewDefinitionNamer(apiserver.Scheme, api.Scheme)
	v2, v3 := config.OpenAPIConfig, config.OpenAPIV3Config
	definitions := both(v2.GetDefinitions, resourcemetrics.GetOpenAPIDefinitions)
	config.OpenAPIConfig = genericapiserver.DefaultOpenAPIConfig(definitions, namer)
	config.OpenAPIConfig.Info = v2.Info
	config.OpenAPIV3Config = genericapiserver.DefaultOpenAPIV3Config(definitions, namer)
	config.OpenAPIV3Config.Info = v3.Info
}

func both(first, second common.GetOpenAPIDefinitions) common.GetOpenAPIDefinitions {
	return func(ref common.ReferenceCallback) map[string]common.OpenAPIDefinition {
		all := first(ref)
		maps.Copy(all, second(ref))
		return all
	}
}
