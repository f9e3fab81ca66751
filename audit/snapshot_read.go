package audit

import (
	"bufio"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"slices"
)

// ErrCut says that a snapshot has no trailer: the run that wrote it did not end.
var ErrCut = errors.New("it is cut: it has no trailer, so the run that wrote it did not end")

// maxLine is the longest line that is read: a policy has at most 10,240
// characters and a function 4 KB of variables, so 16 MB is far above any fact.
const maxLine = 16 << 20

// ReadSnapshot reads a whole snapshot. A cut one gives what it holds, with ErrCut.
func ReadSnapshot(in io.Reader) (*Known, error) {
	lines := bufio.NewScanner(in)
	lines.Buffer(make([]byte, 1<<16), maxLine)
	if !lines.Scan() {
		return nil, cmp.Or(lines.Err(), errors.New("it is empty"))
	}
	known, err := readHeader(lines.Bytes())
	if err != nil {
		return nil, err
	}
	sum := checksum{}
	sum.add(lines.Bytes())
	for number := 2; lines.Scan(); number++ {
		var l Line
		if err := json.Unmarshal(lines.Bytes(), &l); err != nil {
			if !lines.Scan() { // the last line is torn
				return known, ErrCut
			}
			return nil, fmt.Errorf("line %d: %w", number, err)
		}
		if l.Trailer != nil {
			known.Calls = l.Trailer.Calls
			return known, cmp.Or(sum.check(l.Trailer), ended(lines))
		}
		if err := known.take(l); err != nil {
			return nil, fmt.Errorf("line %d: %w", number, err)
		}
		sum.add(lines.Bytes())
	}
	return known, cmp.Or(lines.Err(), ErrCut)
}

// ended refuses what stands behind the trailer.
func ended(lines *bufio.Scanner) error {
	if lines.Scan() {
		return errors.New("it is damaged: it goes on behind its trailer")
	}
	return lines.Err()
}

// readHeader tells a snapshot from any other file.
func readHeader(line []byte) (*Known, error) {
	var h Header
	if err := json.Unmarshal(line, &h); err != nil || h.Schema == 0 {
		return nil, errors.New("it is no snapshot of lambda-audit: its first line is not the header")
	}
	if h.Schema != SchemaVersion {
		return nil, fmt.Errorf("it has format %d and this version reads %d", h.Schema, SchemaVersion)
	}
	if h.Account == "" || h.Window.Days <= 0 || h.TakenAt.IsZero() {
		return nil, errors.New("its header names no account, window or time")
	}
	return NewKnown(h), nil
}

// take keeps what a line says. Facts of a newer version are passed over: no
// rule of this one reads them. Of a run's notes only the facts count that it
// wanted beside those of its header.
func (k *Known) take(l Line) error {
	if l.isNote() {
		k.Header.Facts = slices.Sorted(slices.Values(append(k.Header.Facts, l.Facts...)))
		return nil
	}
	name := l.Fact + l.Begin + l.End
	f := FactByName(name)
	switch {
	case name == "" || l.Fact != "" && l.Value == nil && l.Unknown == nil:
		return errors.New("it is no fact, no sweep and no trailer")
	case f == nil:
		return nil
	case l.Begin != "":
		k.beginSweep(f, l.Over)
	case l.End != "":
		k.endSweep(f, l.Over, l.Unknown)
	default:
		return k.put(f, l.ID, l.Over, l.Value, l.Unknown)
	}
	return nil
}

// checksum counts and sums the lines as Writer does.
type checksum struct {
	lines int
	crc   uint32
}

func (c *checksum) add(line []byte) {
	c.lines++
	c.crc = crc32.Update(c.crc, crc32.IEEETable, line)
	c.crc = crc32.Update(c.crc, crc32.IEEETable, []byte{'\n'})
}

func (c *checksum) check(t *Trailer) error {
	if c.lines != t.Lines || c.crc != t.CRC32 {
		return fmt.Errorf("it is damaged: it should hold %d lines with checksum %08x, and holds %d with %08x", t.Lines, t.CRC32, c.lines, c.crc)
	}
	return nil
}
