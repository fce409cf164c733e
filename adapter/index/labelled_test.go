package index

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"k8s.io/apimachinery/pkg/labels"
)

// item is one with labels or with a selector.
type item struct {
	name     int
	labels   labels.Set
	selector labels.Selector
}

func byNumber(a, b *item) int { return cmp.Compare(a.name, b.name) }

func randomLabels(random *rand.Rand) labels.Set {
	set := labels.Set{}
	for _, key := range []string{"app", "tier", "zone"} {
		if random.IntN(3) > 0 {
			set[key] = fmt.Sprint(random.IntN(4))
		}
	}
	return set
}

func randomSelector(t *testing.T, random *rand.Rand) labels.Selector {
	t.Helper()
	texts := []string{"", "app=1", "app==2,tier=1", "app in (1,2)", "app in (0,1),tier in (2,3)", "app", "!tier", "zone!=1", "zone!=1,app=3", "app=1,app=2", "tier notin (1,2)"}
	selector, err := labels.Parse(texts[random.IntN(len(texts))])
	if err != nil {
		t.Fatal(err)
	}
	if random.IntN(20) == 0 {
		return labels.Nothing()
	}
	return selector
}

// TestLabelled: what a selector matches is what one finds that looks at all items.
func TestLabelled(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	labelled, all := NewLabelled(byNumber), map[int]*item{}
	for range 2000 {
		i := &item{name: random.IntN(100), labels: randomLabels(random)}
		if before := all[i.name]; before != nil {
			labelled = labelled.WithoutAll(before.labels, before)
			delete(all, i.name)
		}
		if random.IntN(3) > 0 {
			labelled = labelled.WithAll(i.labels, i)
			all[i.name] = i
		}
		selector := randomSelector(t, random)
		lists, exact, ok := labelled.Matching(selector)
		var got, want []int
		for _, list := range lists {
			for i := range list.All() {
				if exact || selector.Matches(i.labels) {
					got = append(got, i.name)
				}
			}
		}
		for _, i := range all {
			if selector.Matches(i.labels) {
				want = append(want, i.name)
			}
		}
		slices.Sort(got)
		slices.Sort(want)
		if ok && !slices.Equal(got, want) {
			t.Fatalf("%s matches %v, want %v", selector, got, want)
		}
	}
	for name, i := range all {
		labelled = labelled.WithoutAll(i.labels, all[name])
	}
	if n := labelled.buckets.Len(); n > 0 {
		t.Errorf("%d labels are left of no items", n)
	}
}

// TestSelecting: the items whose selectors match labels are those that one finds who looks at all of them, each once.
func TestSelecting(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(3, 4))
	selecting, all := NewSelecting(byNumber, func(i *item) labels.Selector { return i.selector }), map[int]*item{}
	for range 2000 {
		i := &item{name: random.IntN(100), selector: randomSelector(t, random)}
		if before := all[i.name]; before != nil && random.IntN(3) > 0 {
			selecting = selecting.Without(before)
			delete(all, i.name)
		} else if before == nil {
			selecting = selecting.With(i)
			all[i.name] = i
		}
		set := randomLabels(random)
		var got, want []int
		for i := range selecting.Candidates(set) {
			if i.selector.Matches(set) {
				got = append(got, i.name)
			}
		}
		for _, i := range all {
			if i.selector.Matches(set) {
				want = append(want, i.name)
			}
		}
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) || selecting.All().Len() != len(all) {
			t.Fatalf("%v is matched by %v of %d, want %v of %d", set, got, selecting.All().Len(), want, len(all))
		}
	}
	for _, i := range all {
		selecting = selecting.Without(i)
	}
	if n := selecting.named.buckets.Len() + len(selecting.keys) + selecting.others.Len(); n > 0 {
		t.Errorf("%d are left of none", n)
	}
}
