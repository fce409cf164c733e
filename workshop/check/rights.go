package check

import (
	"context"
	"fmt"

	authorizationv1 "k8s.io/api/authorization/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

const (
	customMetrics   = "custom.metrics.k8s.io"
	externalMetrics = "external.metrics.k8s.io"
)

// may asks the API server whether a service account may do something.
func may(ctx context.Context, l *Lab, namespace, account string, do authorizationv1.ResourceAttributes) (bool, error) {
	review, err := l.Client.AuthorizationV1().SubjectAccessReviews().Create(ctx, &authorizationv1.SubjectAccessReview{
		Spec: authorizationv1.SubjectAccessReviewSpec{
			User:               "system:serviceaccount:" + namespace + ":" + account,
			Groups:             []string{"system:serviceaccounts", "system:serviceaccounts:" + namespace, "system:authenticated"},
			ResourceAttributes: &do,
		},
	}, metav1.CreateOptions{})
	if err != nil {
		return false, fmt.Errorf("ask what %s:%s may do: %w", namespace, account, err)
	}
	return review.Status.Allowed, nil
}
