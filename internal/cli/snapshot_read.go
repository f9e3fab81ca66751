package cli

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/klauspost/compress/zstd"

	"lambda-audit/audit"
)

// readSnapshot reads the snapshot in a file, or in standard input where the path
// is "-"; compressed or not is seen from its first bytes. Whatever is wrong with
// it is an audit.UsageError: nothing of a snapshot that is not whole is judged.
func (p *Program) readSnapshot(path string) (*audit.Known, error) {
	source := p.Stdin
	if path != "-" {
		file, err := os.Open(path)
		if err != nil {
			return nil, usage("lambda-audit collect -o FILE takes one", "read the snapshot: %v", err)
		}
		defer file.Close()
		source = file
	}
	known, err := decodeSnapshot(source)
	if err != nil {
		return nil, usage("take a new one: lambda-audit collect -o FILE", "%s cannot be judged: %v", path, err)
	}
	return known, nil
}

func decodeSnapshot(source io.Reader) (*audit.Known, error) {
	plain, err := decompressed(bufio.NewReader(source))
	if err != nil {
		return nil, err
	}
	defer plain.Close()
	return audit.ReadSnapshot(plain)
}

// A packing is how a file is compressed.
type packing int

const (
	unpacked packing = iota
	gzipped
	zstandard
)

// The bytes that every compressed file begins with (RFC 1952, RFC 8878), and how
// many it takes to know them.
var (
	gzipMagic    = []byte{0x1f, 0x8b}
	zstdMagic    = []byte{0x28, 0xb5, 0x2f, 0xfd}
	longestMagic = len(zstdMagic)
)

// packingOf tells from a file's first bytes how it is compressed.
func packingOf(head []byte) packing {
	switch {
	case bytes.HasPrefix(head, gzipMagic):
		return gzipped
	case bytes.HasPrefix(head, zstdMagic):
		return zstandard
	}
	return unpacked
}

// maxWindow is the most memory that unpacking may take: what zstd --long asks for.
const maxWindow = 128 << 20

func decompressed(source *bufio.Reader) (io.ReadCloser, error) {
	head, _ := source.Peek(longestMagic) // shorter files are not compressed
	switch packingOf(head) {
	case gzipped:
		reader, err := gzip.NewReader(source)
		if err != nil {
			return nil, fmt.Errorf("unpack it: %w", err)
		}
		return reader, nil
	case zstandard:
		reader, err := zstd.NewReader(source, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(maxWindow))
		if err != nil {
			return nil, fmt.Errorf("unpack it: %w", err)
		}
		return reader.IOReadCloser(), nil
	}
	return io.NopCloser(source), nil
}

// warnOfMissing says which facts the chosen rules need and the snapshot was taken
// without: what rests on them is unknown.
func (p *Program) warnOfMissing(known *audit.Known, chosen *collection) {
	var missing []string
	for _, fact := range chosen.want.Names() {
		if !slices.Contains(known.Header.Facts, fact) {
			missing = append(missing, fact)
		}
	}
	if len(missing) > 0 {
		fmt.Fprintf(p.Stderr, "lambda-audit: the snapshot was taken without %s: collect again with these rules to judge all of them\n", strings.Join(missing, ", "))
	}
}
