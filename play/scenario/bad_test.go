package scenario

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// bad is a scenario file in testdata that is refused.
type bad struct {
	name string
	file string
	// want is the error, without the name of the file if that is x.yaml.
	want string
	// schema tells whether the schema for editors refuses it too. It knows the form, and not the meaning.
	schema bool
}

// one is a file with the HPA web and a test that has some fields beside its name and duration, or in their place.
func one(lines ...string) string {
	text := "manifests: [deploy/web.yaml]\ntests:\n- name: a\n  duration: 10m\n"
	for _, line := range lines {
		text += "  " + line + "\n"
	}
	return text
}

// served is that the metric of the HPA web is there.
const served = `metrics: [{metric: http_requests, objects: {resource: pods}, value: "10"}]`

// metric is a test of which one metric is wrong, in line 5.
func metric(fields string) string { return one("metrics: [{metric: http_requests, " + fields + "}]") }

// expect is a test of which one expectation is wrong, in line 7.
func expect(expectation string) string { return one(served, "expect:", "- "+expectation) }

// two is a test of two HPAs.
func two(lines ...string) string {
	lines = append([]string{
		"workloads: [{target: Deployment/alone}]", "unserved: [cpu]",
		`metrics: [{metric: http_requests, objects: {resource: pods}, workload: web, value: "10"}]`,
	}, lines...)
	return strings.Replace(one(lines...), "deploy/web.yaml", "deploy/web.yaml, manifests/alone.yaml", 1)
}

// manifest is a test of which the manifest is wrong.
func manifest(path string) string {
	return "manifests: [" + path + "]\ntests: [{name: a, duration: 1m}]\n"
}

func badFiles() []bad {
	return slices.Concat(badForms(), badManifests(), badWorkloads(), badMetrics(), badTraces(), badExpectations())
}

func TestBadFiles(t *testing.T) {
	t.Parallel()
	for _, row := range badFiles() {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			_, err := decode(&report{file: "testdata/x.yaml"}, []byte(row.file))
			if err == nil {
				t.Fatal("it is read without an error")
			}
			var all Errors
			if !errors.As(err, &all) {
				t.Fatalf("want Errors, got %T", err)
			}
			if diff := cmp.Diff(row.want, strings.ReplaceAll(err.Error(), "testdata/x.yaml:", "")); diff != "" {
				t.Errorf("error (-want +got):\n%s", diff)
			}
		})
	}
}
