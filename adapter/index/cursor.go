package index

// Cursor finds one item of a list after the other, in their order. Where most of them are asked for, that costs next to
// nothing.
type Cursor[T any] struct {
	list List[T]
	p, i int
}

// NewCursor makes one that is before the first item.
func NewCursor[T any](list List[T]) Cursor[T] { return Cursor[T]{list: list} }

// Find is that of the list, for items that are not before the last one that was asked for.
func (c *Cursor[T]) Find(to func(T) int) (item T, rank int, found bool) {
	if item, rank, found, known := c.here(to); known {
		return item, rank, found
	}
	c.p, c.i, found = c.list.position(to)
	if !found {
		return item, 0, false
	}
	at := c.list.pages[c.p]
	return at.items[c.i], at.before + c.i, true
}

// here looks whether it is one of the next two items, or between them.
func (c *Cursor[T]) here(to func(T) int) (item T, rank int, found, known bool) {
	for range 2 {
		if c.p < len(c.list.pages) && c.i >= len(c.list.pages[c.p].items) {
			c.p, c.i = c.p+1, 0
		}
		if c.p >= len(c.list.pages) {
			return item, 0, false, true
		}
		at := c.list.pages[c.p]
		switch found := to(at.items[c.i]); {
		case found == 0:
			return at.items[c.i], at.before + c.i, true, true
		case found > 0:
			return item, 0, false, true
		}
		c.i++
	}
	return item, 0, false, false
}
