package engine

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTurns(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name   string
		wanted []int32
		want   []int
	}{
		{"nothing", nil, nil},
		{"one sample", []int32{2}, nil},
		{"up in steps", []int32{2, 3, 3, 5}, nil},
		{"up and down", []int32{2, 5, 5, 3, 2}, []int{3}},
		{"down, up, down", []int32{5, 2, 2, 4, 4, 1}, []int{3, 5}},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			p := &Played{}
			for _, wanted := range row.wanted {
				p.Samples = append(p.Samples, Sample{Wanted: wanted})
			}
			if diff := cmp.Diff(row.want, p.Turns()); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}
