package audit

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"slices"
	"sync"
)

// A Line is one line of a snapshot between its header and its trailer: a fact
// about a subject, or the begin or the end of a sweep. The first five members are
// notes of a run under way, which a whole snapshot holds no longer.
type Line struct {
	Page  string              `json:"page,omitempty"`  // the fact of a sweep over Over, of whose list Of a page is known
	Of    string              `json:"of,omitempty"`    // empty where the sweep has one list
	Token string              `json:"token,omitempty"` // leads to the list's next page; empty: that was the last
	Calls map[string]CallNote `json:"calls,omitempty"` // made since the last such line, by operation
	Facts []string            `json:"facts,omitempty"` // wanted beside those that the header names

	Fact    string          `json:"fact,omitempty"`
	ID      string          `json:"id,omitempty"`
	Over    string          `json:"over,omitempty"`
	Value   json.RawMessage `json:"value,omitempty"`
	Unknown *Unknown        `json:"unknown,omitempty"`
	Begin   string          `json:"begin,omitempty"`
	End     string          `json:"end,omitempty"`
	Held    json.RawMessage `json:"held,omitempty"` // what the page told, until its list is at its end
	Trailer *Trailer        `json:"trailer,omitempty"`
}

// Trailer ends a whole snapshot: without one, the run that wrote it was cut.
type Trailer struct {
	Lines int         `json:"lines"` // before the trailer, the header included
	CRC32 uint32      `json:"crc32"` // of the bytes before the trailer (IEEE)
	Calls []CallCount `json:"calls"` // what the run asked of AWS
}

// isNote reports whether the line is about the run under way and not about the
// account.
func (l *Line) isNote() bool { return l.Page != "" || l.Calls != nil || l.Facts != nil }

// Writer writes a whole snapshot as JSON Lines.
type Writer struct {
	mu    sync.Mutex
	out   *bufio.Writer
	lines int
	crc   uint32
}

// NewWriter writes the header and returns a Writer for the lines.
func NewWriter(out io.Writer, h Header) (*Writer, error) {
	w := &Writer{out: bufio.NewWriterSize(out, 1<<16)}
	return w, w.append(h)
}

// Line writes one line. Notes of a run under way are left out.
func (w *Writer) Line(l Line) error {
	if l.isNote() {
		return nil
	}
	return w.append(l)
}

// Flush hands on what is written so far: whole lines, whatever happens next.
func (w *Writer) Flush() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.out.Flush()
}

// Close writes the trailer. It does not close what is underneath.
func (w *Writer) Close(calls []CallCount) error {
	if err := w.append(Line{Trailer: &Trailer{Lines: w.lines, CRC32: w.crc, Calls: calls}}); err != nil {
		return err
	}
	return w.Flush()
}

func (w *Writer) append(v any) error {
	raw, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return w.raw(append(raw, '\n'))
}

// raw writes a line as it is, with its end.
func (w *Writer) raw(raw []byte) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.lines++
	w.crc = crc32.Update(w.crc, crc32.IEEETable, raw)
	_, err := w.out.Write(raw)
	return err
}

// noteBeginnings are what the lines begin with that a whole snapshot leaves out.
var noteBeginnings = [][]byte{[]byte(`{"page":`), []byte(`{"calls":`), []byte(`{"facts":`)}

// Conclude makes a whole snapshot of a run's journal: what it noted of the run
// itself is left out, the header is the given one, and the trailer is added.
func Conclude(out io.Writer, journal io.Reader, h Header, calls []CallCount) error {
	w, err := NewWriter(out, h)
	if err != nil {
		return err
	}
	lines := bufio.NewReaderSize(journal, 1<<16)
	if _, err := lines.ReadBytes('\n'); err != nil {
		return fmt.Errorf("read the run's file: %w", err)
	}
	for {
		line, err := lines.ReadBytes('\n')
		if errors.Is(err, io.EOF) && len(line) == 0 {
			return w.Close(calls)
		}
		if err != nil {
			return fmt.Errorf("read the run's file: %w", err)
		}
		if slices.ContainsFunc(noteBeginnings, func(b []byte) bool { return bytes.HasPrefix(line, b) }) {
			continue
		}
		if err := w.raw(line); err != nil {
			return err
		}
	}
}
