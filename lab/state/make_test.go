package state

import "testing"

func TestMake(t *testing.T) {
	t.Parallel()
	for want, got := range map[string]string{
		"make up":                Make("up", DefaultName),
		"make status NAME=other": Make("status", "other"),
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
