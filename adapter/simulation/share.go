package simulation

// Share is the i-th of n parts of a total, in milli-units. Parts differ by one milli-unit at most, the larger ones come
// first, and together they are the total.
func Share(total int64, i, n int) int64 {
	part, rest := total/int64(n), total%int64(n) // rest has the sign of the total
	switch {
	case int64(i) < rest:
		return part + 1
	case int64(i) < -rest:
		return part - 1
	}
	return part
}
