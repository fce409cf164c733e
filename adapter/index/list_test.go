package index

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"testing"
)

func numbers(list List[int]) []int { return slices.Collect(list.All()) }

// TestList: after any changes a list is what a sorted slice is, and the lists before are what they were.
func TestList(t *testing.T) {
	t.Parallel()
	for _, most := range []int{3, 300, 5000} {
		random := rand.New(rand.NewPCG(uint64(most), 1))
		list, want := NewList(cmp.Compare[int]), []int{}
		for range 4 * most {
			before, wantBefore := list, slices.Clone(want)
			item := random.IntN(most)
			i, there := slices.BinarySearch(want, item)
			if list.Has(item) != there {
				t.Fatalf("%v has %d: %v", want, item, !there)
			}
			switch add := random.IntN(3) > 0; {
			case add && !there:
				list, want = list.With(item), slices.Insert(want, i, item)
			case add:
				list = list.With(item)
			case there:
				list, want = list.Without(item), slices.Delete(want, i, i+1)
			default:
				list = list.Without(item)
			}
			if most < 1000 && !slices.Equal(numbers(before), wantBefore) {
				t.Fatalf("a list has changed: %v, want %v", numbers(before), wantBefore)
			}
		}
		checkList(t, list, want)
		for _, item := range want {
			list = list.Without(item)
		}
		checkList(t, list, nil)
	}
}

func checkList(t *testing.T, list List[int], want []int) {
	t.Helper()
	if got := numbers(list); !slices.Equal(got, want) || list.Len() != len(want) {
		t.Fatalf("got %d items: %v, want %v", list.Len(), got, want)
	}
	for _, p := range list.pages {
		if len(p.items) == 0 || len(p.items) > pageSize {
			t.Errorf("a page has %d items", len(p.items))
		}
	}
	cursor := NewCursor(list)
	for item := range 10000 {
		to := func(other int) int { return cmp.Compare(other, item) }
		i, there := slices.BinarySearch(want, item)
		if got, rank, found := list.Find(to); found != there || there && (got != item || rank != i) {
			t.Fatalf("found %d: %d, %d, %v", item, got, rank, found)
		}
		if item%3 > 0 || item%100 > 90 { // a cursor may pass over some
			if got, rank, found := cursor.Find(to); found != there || there && (got != item || rank != i) {
				t.Fatalf("the cursor found %d: %d, %d, %v, want %d, %v", item, got, rank, found, i, there)
			}
		}
	}
}

// TestPagesAreFew: a list that has been long does not stay in many pages.
func TestPagesAreFew(t *testing.T) {
	t.Parallel()
	list := NewList(cmp.Compare[int])
	for i := range 20 * pageSize {
		list = list.With(i)
	}
	for i := range 20 * pageSize {
		if i%100 > 0 {
			list = list.Without(i)
		}
	}
	if n := list.Len(); n > pageSize || len(list.pages) > 3 {
		t.Errorf("%d items are in %d pages", n, len(list.pages))
	}
}
