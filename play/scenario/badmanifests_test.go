package scenario

import "strings"

func badManifests() []bad {
	return []bad{
		{
			"missing manifest", manifest("deploy/none.yaml"),
			"1: there is no file testdata/deploy/none.yaml: write the path of one", false,
		},
		{
			"manifest from elsewhere", manifest("https://example.com/hpa.yaml"),
			"1: the manifest https://example.com/hpa.yaml is not on this machine: write a path", true,
		},
		{
			"folder without a kustomization", manifest("manifests/nothing"),
			"1: the folder testdata/manifests/nothing has no kustomization.yaml: name its files, or add one", false,
		},
		{
			"remote kustomization", manifest("manifests/remote"),
			"1: build testdata/manifests/remote: it names https://example.com/deploy?ref=v1, which is not on this machine: write the path of a file or folder that is", false,
		},
		{
			"broken kustomization", manifest("manifests/broken"),
			"1: build testdata/manifests/broken: invalid Kustomization: yaml: line 1: did not find expected ',' or ']'", false,
		},
		{
			"no HPA", manifest("manifests/configmap.yaml"),
			"1: the manifests have no HorizontalPodAutoscaler: add a file that has one", false,
		},
		{
			"refused HPA", manifest("manifests/refused.yaml"),
			"testdata/manifests/refused.yaml:6: HorizontalPodAutoscaler.autoscaling \"web\" is invalid: spec.maxReplicas: Invalid value: 3: must be greater than or equal to `minReplicas`", false,
		},
		{
			"HPA with an unknown field", manifest("manifests/unknownfield.yaml"),
			`testdata/manifests/unknownfield.yaml:1: strict decoding error: unknown field "spec.maxReplica"`, false,
		},
		{
			"syntax of a manifest", manifest("manifests/syntax.yaml"),
			"testdata/manifests/syntax.yaml:5: yaml: did not find expected node content", false,
		},
		{
			"huge maxReplicas", manifest("manifests/huge.yaml"),
			"testdata/manifests/huge.yaml:1: maxReplicas 2000000 is more than a play takes: write at most 100000", false,
		},
		{
			"no kind", manifest("manifests/nokind.yaml"),
			"testdata/manifests/nokind.yaml:1: it has no kind: write one, such as kind: HorizontalPodAutoscaler", false,
		},
		{
			"HPA twice", manifest("deploy/web.yaml, manifests/again.yaml"),
			"testdata/manifests/again.yaml:1: the HorizontalPodAutoscaler shop/web is in testdata/deploy/web.yaml:19 already: remove one of them", false,
		},
		{
			"manifest twice", manifest("deploy/web.yaml, deploy/web.yaml"),
			"1: the manifest testdata/deploy/web.yaml is there twice: remove one of them", false,
		},
		{
			"no target", strings.Replace(one(), "deploy/web.yaml", "manifests/alone.yaml", 1),
			"3: no manifest has the Deployment shop/alone, which the HPA shop/alone scales: name its file in manifests, or write under workloads: - {target: Deployment/alone}", false,
		},
	}
}
