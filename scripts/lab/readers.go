package main

import (
	"errors"
	"io/fs"
	"os"
	"os/signal"
	"syscall"
)

// outliveReaders has a command do what it was asked to when nobody reads any more
// what it prints, as in `lab up 2>&1 | head -1`. The next line would kill it
// otherwise, and leave a lab half-made. To ignore the signal would do as well, but
// the programs that it starts would inherit that.
func outliveReaders() {
	signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE)
}

// unread says whether a command has failed because nobody reads its output.
func unread(err error) bool {
	var failed *fs.PathError
	return errors.As(err, &failed) && failed.Path == os.Stdout.Name() && errors.Is(failed, syscall.EPIPE)
}
