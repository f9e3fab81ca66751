package audit

import (
	"bufio"
	"encoding/json"
	"hash/crc32"
	"io"
	"sync"
)

// A Line is one line of a snapshot between its header and its trailer: a fact
// about a subject, or the begin or the end of a sweep.
type Line struct {
	Fact    string          `json:"fact,omitempty"`
	ID      string          `json:"id,omitempty"`
	Over    string          `json:"over,omitempty"`
	Value   json.RawMessage `json:"value,omitempty"`
	Unknown *Unknown        `json:"unknown,omitempty"`
	Begin   string          `json:"begin,omitempty"`
	End     string          `json:"end,omitempty"`
	Trailer *Trailer        `json:"trailer,omitempty"`
}

// Trailer ends a whole snapshot: without one, the run that wrote it was cut.
type Trailer struct {
	Lines int         `json:"lines"` // before the trailer, the header included
	CRC32 uint32      `json:"crc32"` // of the bytes before the trailer (IEEE)
	Calls []CallCount `json:"calls"` // what the run asked of AWS
}

// Writer writes a snapshot as JSON Lines while it is collected.
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

// Line writes one line.
func (w *Writer) Line(l Line) error { return w.append(l) }

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
	w.mu.Lock()
	defer w.mu.Unlock()
	raw = append(raw, '\n')
	w.lines++
	w.crc = crc32.Update(w.crc, crc32.IEEETable, raw)
	_, err = w.out.Write(raw)
	return err
}
