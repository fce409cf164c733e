// Package pipe connects a function that writes with one that reads.
package pipe

import "io"

// Connect lets read have what write writes. When one of them fails, the other
// one is told; the error is that of the one that failed first, since the other
// one's only says that something has ended.
func Connect(write func(io.Writer) error, read func(io.Reader) error) error {
	from, to := io.Pipe()
	written := make(chan error, 1)
	go func() {
		err := write(to)
		written <- err
		_ = to.CloseWithError(err)
	}()
	err := read(from)
	if err == nil {
		// A reader of an archive may have ended before the padding at its end.
		_, _ = io.Copy(io.Discard, from)
	}
	select {
	case failed := <-written:
		if failed != nil {
			return failed
		}
		return err
	default:
	}
	_ = from.Close() // a write which nobody reads has to end
	if failed := <-written; err == nil {
		err = failed
	}
	return err
}
