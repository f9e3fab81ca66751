package report

import (
	"errors"
	"io"
	"os"
	"path/filepath"
)

// pending are files that are written under other names, beside where they belong,
// until all of them are whole.
type pending struct {
	made   bool // missing folders are made
	shared bool // others may read them
	files  []pendingFile
	wrote  func(path string) // told of each that is in its place; nil: nobody is
}

type pendingFile struct{ name, path string }

// create opens a new file that belongs at path; its owner alone can read it, unless
// it is shared. The name begins with a dot, which those who read whole folders pass over.
func (p *pending) create(path string) (*os.File, error) {
	folder := filepath.Dir(path)
	if p.made {
		if err := os.MkdirAll(folder, 0o700); err != nil {
			return nil, err
		}
	}
	file, err := os.CreateTemp(folder, "."+filepath.Base(path)+".*") // mode 0600
	if err != nil {
		return nil, err
	}
	p.files = append(p.files, pendingFile{file.Name(), path})
	if p.shared {
		return file, file.Chmod(0o644)
	}
	return file, nil
}

// add writes a whole file.
func (p *pending) add(path string, write func(io.Writer) error) error {
	file, err := p.create(path)
	if err != nil {
		return err
	}
	return errors.Join(zipped(path, file, write), file.Sync(), file.Close())
}

// settle puts every file where it belongs.
func (p *pending) settle() error {
	for len(p.files) > 0 {
		if err := os.Rename(p.files[0].name, p.files[0].path); err != nil {
			return err
		}
		if p.wrote != nil {
			p.wrote(p.files[0].path)
		}
		p.files = p.files[1:]
	}
	return nil
}

// discard removes the files that were not put where they belong.
func (p *pending) discard() {
	for _, f := range p.files {
		os.Remove(f.name)
	}
}
