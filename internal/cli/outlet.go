package cli

import (
	"errors"
	"io"
)

// An outlet is a stream that remembers the first error of those who write to it,
// so that no command takes for told what was not.
type outlet struct {
	io.Writer
	err error
}

// Write writes to the stream behind it.
func (w *outlet) Write(text []byte) (int, error) {
	n, err := w.Writer.Write(text)
	if w.err == nil {
		w.err = err
	}
	return n, err
}

// untold returns the command's error, or why its output is not whole where the
// command has nothing worse to say than a verdict.
func (w *outlet) untold(err error) error {
	var done ended
	if w.err != nil && (err == nil || errors.As(err, &done)) {
		return w.err
	}
	return err
}
