package audit

import (
	"bufio"
	"encoding/json"
	"io"
	"sync"
	"time"
)

// A File is what a Journal is written to: an *os.File, as a rule.
type File interface {
	io.Writer
	Sync() error
}

// syncEvery is how often a journal is handed to the disk: a power loss costs no
// more than what was learnt in that time.
const syncEvery = 5 * time.Second

// A Journal is the file of a run under way: a snapshot without a trailer, which
// notes also how far the run is. At each line that tells of calls, all that was
// written is handed to the operating system, so that only what was not known yet
// is lost with the program.
type Journal struct {
	mu     sync.Mutex
	file   File
	out    *bufio.Writer
	synced time.Time
}

// NewJournal begins the file of a run.
func NewJournal(file File, h Header) (*Journal, error) {
	j := ResumeJournal(file)
	if err := j.append(h); err != nil {
		return nil, err
	}
	return j, j.Sync()
}

// ResumeJournal goes on with the file of a run that was cut. It stands at the end
// of the last whole line.
func ResumeJournal(file File) *Journal {
	return &Journal{file: file, out: bufio.NewWriterSize(file, 1<<16), synced: time.Now()}
}

// Line writes one line.
func (j *Journal) Line(l Line) error {
	if l.Calls == nil {
		return j.append(l)
	}
	if len(l.Calls) > 0 {
		if err := j.append(l); err != nil {
			return err
		}
	}
	return j.flush()
}

// Sync hands all that is written to the disk.
func (j *Journal) Sync() error {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.synced = time.Now()
	if err := j.out.Flush(); err != nil {
		return err
	}
	return j.file.Sync()
}

// flush hands on what is written: to the disk, too, when it is time.
func (j *Journal) flush() error {
	j.mu.Lock()
	late := time.Since(j.synced) >= syncEvery
	err := j.out.Flush()
	j.mu.Unlock()
	if err != nil || !late {
		return err
	}
	return j.Sync()
}

func (j *Journal) append(v any) error {
	raw, err := json.Marshal(v)
	if err != nil {
		return err
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	_, err = j.out.Write(append(raw, '\n'))
	return err
}
