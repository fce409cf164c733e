package console

import (
	"os"
	"path/filepath"
	"testing"
)

func TestPaint(t *testing.T) {
	t.Parallel()
	for _, row := range []struct{ name, text, want string }{
		{"a step", "  ✓ adapter\n", "  " + green + "✓" + plain + " adapter\n"},
		{"a step over an unfinished line", "\r\x1b[K  ✗ adapter\n", "\r\x1b[K  " + red + "✗" + plain + " adapter\n"},
		{"each line", "note: a\nPROBLEM: b\n", yellow + "note:" + plain + " a\n" + red + "PROBLEM:" + plain + " b\n"},
		{"not inside of a line", "the error: none\n", "the error: none\n"},
	} {
		if got := paint(row.text); got != row.want {
			t.Errorf("%s: got %q, want %q", row.name, got, row.want)
		}
	}
}

// TestPaintOfAFile: whoever reads a log wants no colours.
func TestPaintOfAFile(t *testing.T) {
	t.Parallel()
	file, err := os.Create(filepath.Join(t.TempDir(), "log"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	if Paint(file) != file {
		t.Error("a file gets colours")
	}
}
