package check

import (
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"example.com/metrics-lab/adapter/api/v1alpha1"
)

func TestIsWave(t *testing.T) {
	t.Parallel()
	wave := func(low string, round time.Duration) v1alpha1.SimulatedMetricSpec {
		return v1alpha1.SimulatedMetricSpec{Share: v1alpha1.Total, Simulation: v1alpha1.Simulation{Repeat: true, Curve: []v1alpha1.Point{
			{Value: resource.MustParse("300")},
			{Value: resource.MustParse(low), At: metav1.Duration{Duration: round / 2}},
			{Value: resource.MustParse("300"), At: metav1.Duration{Duration: round}},
		}}}
	}
	each, once := wave("100", 16*time.Second), wave("100", 16*time.Second)
	each.Share, once.Repeat = v1alpha1.Each, false
	unseen, line := wave("100", 16*time.Second), wave("100", 16*time.Second)
	unseen.Interpolation = v1alpha1.Step
	unseen.Curve[2].Value, line.Curve[2].Value = resource.MustParse("0"), resource.MustParse("0")
	value := resource.MustParse("300")
	for _, row := range []struct {
		name string
		spec v1alpha1.SimulatedMetricSpec
		err  string
	}{
		{"it is", wave("100", 20*time.Second), ""},
		{"of each", each, "share: Total"},
		{"once only", once, "does not repeat"},
		{"no curve", v1alpha1.SimulatedMetricSpec{Share: v1alpha1.Total, Simulation: v1alpha1.Simulation{Value: &value}}, "does not repeat"},
		{"slow", wave("100", 21*time.Second), "takes 21s"},
		{"down to 0 at its end, which is never seen", unseen, ""},
		{"down to 0 at its end, on a line", line, "a total of 0 is for one pod"},
		{"down to 1", wave("50", 16*time.Second), "a total of 50 is for one pod"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			wantError(t, isWave(row.spec), row.err)
		})
	}
}
