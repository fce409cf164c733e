package metric

import (
	"strings"
	"testing"
)

// FuzzArguments: whatever is typed is a target, or gets one line that says what to write.
func FuzzArguments(f *testing.F) {
	for _, words := range []string{
		"pods/web-1\x00http_requests\x0040", "queue_depth\x0040", "pods\x00web-1\x00m\x001", "", "pods/web-1", "/", "a/b/c\x00m\x001", "pods/a\nb\x00m\x00x", "-n\x00shop",
		"pods/*\x00m\x001", "pods/\u202e\x00\u00e9\x00-1", strings.Repeat("a", 300) + "/b\x00m\x001",
	} {
		f.Add(words, false, "shop", "a=b", true, true)
		f.Add(words, true, "a\nb", "a=b,a=c", true, true)
		f.Add(words, true, "", "", false, false)
	}
	f.Fuzz(func(t *testing.T, words string, external bool, namespace, labels string, hasNamespace, hasLabels bool) {
		a := Arguments{Words: strings.Split(words, "\x00"), External: external}
		if hasNamespace {
			a.Namespace = &namespace
		}
		if hasLabels {
			a.Labels = &labels
		}
		set, _, err := a.ForSet()
		wantLine(t, err)
		unset, unsetErr := a.ForUnset()
		wantLine(t, unsetErr)
		if err == nil && (set.Resource == "") != external || unsetErr == nil && (unset.Resource == "") != external {
			t.Errorf("%q: got %+v and %+v, external: %t", words, set, unset, external)
		}
	})
}

func wantLine(t *testing.T, err error) {
	t.Helper()
	if err != nil && (err.Error() == "" || strings.ContainsAny(err.Error(), "\n\r")) {
		t.Errorf("want one line, got %q", err)
	}
}
