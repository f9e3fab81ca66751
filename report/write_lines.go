package report

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
)

// heldAtMost is how many bytes of lines wait in memory, over all files. Findings
// come by severity, not by place: thousands of files grow at the same time, more
// than a process may keep open.
const heldAtMost = 16 << 20

// A spread puts lines into the files that a path makes of them.
type spread struct {
	files  pending
	pieces map[string]*piece // by path
	held   int
}

// A piece is one of the files: what of it waits, and where the rest is written.
type piece struct {
	waiting bytes.Buffer
	name    string // empty: nothing is written yet
}

// spreadLines writes every line to its file. All files are written before the
// first takes its place. A kind without lines has an empty file where the path
// tells kinds alone apart: what an earlier run said must not stay.
func spreadLines(o Output, r *Report) error {
	s := &spread{files: pending{made: true, wrote: r.Wrote}, pieces: map[string]*piece{}}
	defer s.files.discard()
	if !has(o.Path, placeAccount, placeRegion) {
		for _, kind := range o.Format.Kinds {
			s.at(pathOf(o.Path, r, Line{Kind: kind}))
		}
	}
	err := o.Format.Lines(r, func(l Line) error {
		return s.put(pathOf(o.Path, r, l), l.Text)
	})
	if err != nil {
		return fmt.Errorf("write the %s report: %w", o.Format.Name, err)
	}
	if err := s.write(true); err != nil {
		return err
	}
	return s.files.settle()
}

func (s *spread) at(path string) *piece {
	if s.pieces[path] == nil {
		s.pieces[path] = &piece{}
	}
	return s.pieces[path]
}

func (s *spread) put(path, text string) error {
	p := s.at(path)
	p.waiting.WriteString(text)
	p.waiting.WriteByte('\n')
	if s.held += len(text) + 1; s.held < heldAtMost {
		return nil
	}
	s.held = 0
	return s.write(false)
}

// write writes what waits, file by file, and in the end makes sure that it is kept.
// A compressed file becomes a row of compressed parts, which is a compressed file
// too (RFC 1952, 2.2).
func (s *spread) write(end bool) error {
	for _, path := range slices.Sorted(maps.Keys(s.pieces)) {
		p := s.pieces[path]
		if p.waiting.Len() == 0 && !end {
			continue
		}
		if err := s.append(path, p, end); err != nil {
			return err
		}
	}
	return nil
}

func (s *spread) append(path string, p *piece, end bool) error {
	begun := p.name != ""
	file, err := s.open(path, p)
	if err != nil {
		return err
	}
	if !begun || p.waiting.Len() > 0 {
		err = zipped(path, file, func(w io.Writer) error {
			_, err := p.waiting.WriteTo(w)
			return err
		})
	}
	if end {
		err = errors.Join(err, file.Sync())
	}
	p.waiting = bytes.Buffer{}
	return errors.Join(err, file.Close())
}

func (s *spread) open(path string, p *piece) (*os.File, error) {
	if p.name != "" {
		return os.OpenFile(p.name, os.O_WRONLY|os.O_APPEND, 0)
	}
	file, err := s.files.create(behindLinks(path))
	if err == nil {
		p.name = file.Name()
	}
	return file, err
}
