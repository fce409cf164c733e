package hostile

import (
	"fmt"
	"math/rand/v2"
)

// number is a quantity, or looks like one.
func number(r *rand.Rand) string {
	switch r.IntN(6) {
	case 0:
		return text(r, "40", "10500m", "1.5k", "0.1Gi")
	case 1:
		return pick(r, "9223372036854775807m", "-9223372036854775807m", "9223372036854775808m", "-9223372036854775808m", "9.2e15", "1e999", "1e-999", "-0",
			"NaN", "Inf", "-Inf", "1e2147483647", "0x10", ".", "+", "1n", "-1n", "1E", "1e", "1_000", "1.", ".5", "9007199254740993", "00")
	}
	return fmt.Sprintf("%d%s%s", r.Int64N(1<<pick(r, uint(4), 20, 53, 62))*int64(pick(r, 1, 1, 1, -1)), pick(r, "", "", ".5", ".000000001"), pick(r, "", "", "m", "k", "Mi", "n", "e3", "E-3"))
}

func value(r *rand.Rand) any {
	if once(r, 3) {
		return r.Int64N(1<<pick(r, uint(4), 20, 53, 62)) * int64(pick(r, 1, 1, -1))
	}
	return number(r)
}

func period(r *rand.Rand) string {
	return pick(r, "0s", "90s", "1h30m", "1ns", "999999h", "999999h999999h", "1000000h", "-1s", "1", "1d", "1.5s", "1e3s", ".5s", "999999.999999999h", text(r, "10s"))
}

func moment(r *rand.Rand) string {
	return pick(r, "2026-11-23T10:00:00Z", "0000-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "9999-12-31T23:59:59-23:59", "2026-02-29T00:00:00Z", "2024-02-29T00:00:00+01:00",
		"2026-11-23T10:00:60Z", "2026-11-23t10:00:00z", "0001-01-01T00:00:00+23:59", "2026-11-23T10:00:00.123456789Z", "x", text(r, "2026-11-23T10:00:00Z"))
}
