package pipe

import (
	"errors"
	"io"
	"os"
	"strings"
	"testing"
)

func TestConnect(t *testing.T) {
	t.Parallel()
	writes := func(failure error) func(io.Writer) error {
		return func(w io.Writer) error {
			if _, err := io.WriteString(w, strings.Repeat("x", 1<<20)); err != nil {
				return err
			}
			return failure
		}
	}
	reads := func(r io.Reader) error {
		data, err := io.ReadAll(r)
		if err == nil && len(data) != 1<<20 {
			t.Errorf("read %d bytes", len(data))
		}
		return err
	}
	stops := func(io.Reader) error { return os.ErrDeadlineExceeded }
	for _, row := range []struct {
		name  string
		write func(io.Writer) error
		read  func(io.Reader) error
		want  error
	}{
		{"all is well", writes(nil), reads, nil},
		{"the writer fails", writes(os.ErrPermission), reads, os.ErrPermission},
		{"the writer fails and the reader says something else", writes(os.ErrPermission), func(r io.Reader) error {
			_, _ = io.Copy(io.Discard, r)
			return os.ErrInvalid
		}, os.ErrPermission},
		{"the reader fails", writes(nil), stops, os.ErrDeadlineExceeded},
		{"the reader has enough", writes(nil), func(io.Reader) error { return nil }, nil},
		{"the reader has enough, and then the writer fails", writes(os.ErrPermission), func(io.Reader) error { return nil }, os.ErrPermission},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			if err := Connect(row.write, row.read); !errors.Is(err, row.want) {
				t.Errorf("got %v, want %v", err, row.want)
			}
		})
	}
}
