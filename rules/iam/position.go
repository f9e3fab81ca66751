package iam

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// placed gives an error that begins with the line and the column of the offset.
func placed(text string, offset int, format string, args ...any) error {
	return fmt.Errorf("%s: %w", position(text, offset), fmt.Errorf(format, args...))
}

// position says where an offset is, both line and column counted from 1.
func position(text string, offset int) string {
	before := text[:min(max(offset, 0), len(text))]
	line := 1 + strings.Count(before, "\n")
	column := 1 + utf8.RuneCountInString(before[strings.LastIndexByte(before, '\n')+1:])
	return fmt.Sprintf("line %d, column %d", line, column)
}
