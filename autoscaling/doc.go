// Package autoscaling reads what a HorizontalPodAutoscaler of any cluster says and saw, and where it reads its metrics. It
// changes nothing, and knows nothing of the lab or of the adapter.
package autoscaling
