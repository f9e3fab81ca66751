package cli

import (
	"strings"

	"lambda-audit/rules"
)

// suppressions are the findings that the file accepts; none for who wants to see
// all.
func (s *settings) suppressions() []rules.Suppression {
	if s.Bool("no-suppress") {
		return nil
	}
	return s.file.Suppress
}

// suppressByTag is what the functions' tags may suppress; nil: nothing.
func (s *settings) suppressByTag() *rules.ByTag {
	if s.Bool("no-suppress") {
		return nil
	}
	return s.file.SuppressByTag
}

// judgesByTags reports whether the file goes by the functions' tags.
func (s *settings) judgesByTags() bool {
	c := rules.Config{Overrides: s.file.Overrides, Suppress: s.suppressions(), SuppressByTag: s.suppressByTag()}
	return c.ReadsTags()
}

// suppressionText says in a few words what is suppressed, and until when.
func suppressionText(s *rules.Suppression) string {
	parts := []string{s.Rule}
	for _, part := range [][2]string{
		{"function ", s.Function}, {"tag ", s.Tag}, {"account ", s.Account}, {"region ", s.Region},
		{"subject ", s.Subject}, {"locus ", s.Locus}, {"until ", s.Until.String()}, {"owner ", s.Owner},
	} {
		if part[1] != "" {
			parts = append(parts, part[0]+part[1])
		}
	}
	return strings.Join(parts, "; ")
}
