package check

import (
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/metrics/pkg/apis/custom_metrics/v1beta2"
)

func oneValue(t *testing.T, kind, value string) string {
	t.Helper()
	return toJSON(t, v1beta2.MetricValueList{Items: []v1beta2.MetricValue{{
		DescribedObject: corev1.ObjectReference{APIVersion: "apps/v1", Kind: kind}, Value: resource.MustParse(value),
	}}})
}

func TestTopicIsAnswered(t *testing.T) {
	t.Parallel()
	for _, row := range []struct{ name, answer, want string }{
		{"right", oneValue(t, "Topic", "70"), ""},
		{"another value", oneValue(t, "Topic", "7"), "it answers 7"},
		{"none", toJSON(t, v1beta2.MetricValueList{}), "0 values are in the answer"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			s := server{json: map[string]string{topicPath: row.answer}}
			says(t, topicIsAnswered(t.Context(), s.lab(t, nil)), row.want)
		})
	}
	t.Run("not answered", func(t *testing.T) {
		t.Parallel()
		says(t, topicIsAnswered(t.Context(), server{}.lab(t, nil)), "there is no such thing: step 7")
	})
}

func TestRequestsAreCounted(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name, kind    string
		first, second string
		want          string
	}{
		{"right", "Deployment", "900m", "1", ""},
		{"read by somebody else too", "Deployment", "900m", "1200m", ""},
		{"constant", "Deployment", "1", "1", "does not grow"},
		{"grows otherwise", "Deployment", "1", "1150m", "does not grow"},
		{"another kind", "Pod", "900m", "1", "it describes a Pod"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			values, next := []string{row.first, row.second}, 0
			s := server{gets: map[string]func() string{deploymentPath: func() string {
				next++
				return oneValue(t, row.kind, values[next-1])
			}}}
			says(t, requestsAreCounted(t.Context(), s.lab(t, nil)), row.want)
		})
	}
	t.Run("not answered", func(t *testing.T) {
		t.Parallel()
		says(t, requestsAreCounted(t.Context(), server{}.lab(t, nil)), "there is no such thing: exercise 1")
	})
}

func TestSampleHasRequests(t *testing.T) {
	t.Parallel()
	const (
		source = "package sample\n\nconst name = \"requests-in-flight\"\n"
		test   = "package sample\n\nimport \"testing\"\n\nfunc TestIt(t *testing.T) { if name != \"requests-in-flight\" { t.Fatal() } }\n"
	)
	for _, row := range []struct{ name, source, test, want string }{
		{"well", source, test, ""},
		{"not in the source", "package sample\n", test, "the source does not have requests-in-flight"},
		{"not in the tests", source, "package sample\n", "its tests do not expect requests-in-flight"},
		{"the tests fail", source, strings.Replace(test, "!=", "==", 1), "type go test ./adapter/source/sample"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			root := t.TempDir()
			put(t, root, "go.mod", "module example.com/x\n")
			put(t, root, "adapter/source/sample/sample.go", row.source)
			put(t, root, "adapter/source/sample/sample_test.go", row.test)
			wantError(t, sampleHasRequests(t.Context(), &Learner{Root: root}), row.want)
		})
	}
}
