package embedded

import (
	"context"
	"fmt"
	"time"

	authenticationv1 "k8s.io/api/authentication/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/client-go/tools/clientcmd/api"

	"example.com/metrics-lab/lab/adapter"
)

// tokenLifetime outlasts any lab; a new token is made with each `up`.
const tokenLifetime = 365 * 24 * time.Hour

// writeAdapterKubeconfig writes the kubeconfig with which the adapter reaches
// the API server as its own service account, so that it has the rights that
// the manifests give it and no others, as in a pod. It returns the file.
func (c *Cluster) writeAdapterKubeconfig(ctx context.Context) (string, error) {
	made, err := c.Clients()
	if err != nil {
		return "", err
	}
	seconds := int64(tokenLifetime / time.Second)
	token, err := made.Kubernetes.CoreV1().ServiceAccounts(adapter.Namespace).CreateToken(ctx, adapter.Name,
		&authenticationv1.TokenRequest{Spec: authenticationv1.TokenRequestSpec{ExpirationSeconds: &seconds}},
		metav1.CreateOptions{})
	if err != nil {
		return "", fmt.Errorf("make a token for the adapter: %w", err)
	}
	file := c.adapterKubeconfig()
	err = clientcmd.WriteToFile(api.Config{
		Clusters:       map[string]*api.Cluster{"lab": {Server: made.Config.Host, CertificateAuthorityData: c.CA()}},
		AuthInfos:      map[string]*api.AuthInfo{adapter.Name: {Token: token.Status.Token}},
		Contexts:       map[string]*api.Context{"lab": {Cluster: "lab", AuthInfo: adapter.Name}},
		CurrentContext: "lab",
	}, file)
	if err != nil {
		return "", fmt.Errorf("write the adapter's kubeconfig: %w", err)
	}
	return file, nil
}

// adapterIsKnown tells whether the API server takes the token that the adapter
// was started with.
func (c *Cluster) adapterIsKnown(ctx context.Context) (bool, error) {
	own, err := clientcmd.LoadFromFile(c.adapterKubeconfig())
	if err != nil {
		return false, fmt.Errorf("read the adapter's kubeconfig: %w", err)
	}
	made, err := c.Clients()
	if err != nil {
		return false, err
	}
	review, err := made.Kubernetes.AuthenticationV1().TokenReviews().Create(ctx, &authenticationv1.TokenReview{
		Spec: authenticationv1.TokenReviewSpec{Token: own.AuthInfos[adapter.Name].Token},
	}, metav1.CreateOptions{})
	if err != nil {
		return false, fmt.Errorf("ask the API server whether it knows the adapter: %w", err)
	}
	return review.Status.Authenticated, nil
}

func (c *Cluster) adapterKubeconfig() string { return c.Lab.Path("adapter.kubeconfig") }
