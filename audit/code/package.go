package code

import (
	"context"
	"errors"
)

// Files is a package's directory, and reads single files of it. Zips over HTTP
// ranges, local zips, folders and single files are packages.
type Files interface {
	// List gives every regular file, sorted by path. It is read once.
	List() []File
	// Read gives one file whole, or an error that wraps one of this package's.
	Read(ctx context.Context, path string) ([]byte, error)
	// Fetched is how many bytes were fetched so far, and Size is what the whole
	// package has.
	Fetched() int64
	Size() int64
}

// File is a file's place in a package.
type File struct {
	Path string // with slashes, relative, clean
	Size int64  // unpacked
}

// Why a package or a file of it cannot be read. The text is the reason that an
// Unread names.
var (
	ErrNotFound  = errors.New("not in the package")
	ErrTooLarge  = errors.New("larger than is read")
	ErrBroken    = errors.New("the archive is broken")
	ErrUnsafe    = errors.New("the archive is not safe to read") // absolute paths, links, a bomb
	ErrNotRanged = errors.New("ranges are refused and the package is larger than is fetched whole")
	ErrSyntax    = errors.New("the code cannot be understood")
	ErrBudget    = errors.New("more files than are read")
)
