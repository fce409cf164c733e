package simulation

import (
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"example.com/metrics-lab/adapter/api/v1alpha1"
)

var noon = time.Date(2026, 1, 2, 12, 0, 0, 0, time.UTC)

// rise goes from 0 to 60 in a minute.
func rise() v1alpha1.Simulation {
	return v1alpha1.Simulation{Curve: []v1alpha1.Point{{}, {At: metav1.Duration{Duration: time.Minute}, Value: resource.MustParse("60")}}}
}

func TestOf(t *testing.T) {
	t.Parallel()
	later := rise()
	later.StartTime = &metav1.Time{Time: noon.Add(10 * time.Second)}
	stale := rise()
	stale.Faults = &v1alpha1.Faults{StaleFor: &metav1.Duration{Duration: 20 * time.Second}}
	for _, row := range []struct {
		name     string
		declared v1alpha1.Simulation
		share    v1alpha1.Share
		i, n     int
		want     int64
		age      time.Duration
	}{
		{"of each", rise(), v1alpha1.Each, 1, 3, 30_000, 0},
		{"the part of a total", rise(), v1alpha1.Total, 1, 3, 10_000, 0},
		{"of a series", rise(), "", 0, 1, 30_000, 0},
		{"from another start", later, v1alpha1.Each, 0, 1, 20_000, 0},
		{"a stale one", stale, v1alpha1.Each, 0, 1, 10_000, 20 * time.Second},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			v, err := New(row.declared, row.share, noon)
			if err != nil {
				t.Fatal(err)
			}
			now := noon.Add(30 * time.Second)
			milli, measured := v.Of(now, row.i, row.n)
			if milli != row.want || now.Sub(measured) != row.age {
				t.Errorf("got %d, %s old; want %d, %s old", milli, now.Sub(measured), row.want, row.age)
			}
		})
	}
}

// TestFaultsOfWhatCannotBeUsed: they are known even if the value is not.
func TestFaultsOfWhatCannotBeUsed(t *testing.T) {
	t.Parallel()
	rate := resource.MustParse("1")
	v, err := New(v1alpha1.Simulation{Faults: &v1alpha1.Faults{ErrorRate: &rate, Missing: true}}, v1alpha1.Each, noon)
	if err == nil || !v.Fails(noon) || !v.Faults.Missing || v.Faults.Code != 500 {
		t.Errorf("got %+v, %v", v, err)
	}
}
