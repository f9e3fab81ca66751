package iam

import (
	"regexp"
	"strings"
	"testing"
)

func TestMatch(t *testing.T) {
	tests := []struct {
		pattern, text string
		fold, want    bool
	}{
		{"s3:Get*", "s3:GetObject", true, true},
		{"S3:get*", "s3:GetObject", true, true},
		{"S3:get*", "s3:GetObject", false, false},
		{"s3:?etObject", "s3:GetObject", true, true},
		{"s3:?", "s3:", true, false},
		{"*", "", false, true},
		{"*:*", "s3:GetObject", true, true},
		{"arn:*:x", "arn:a:b/c:x", false, true},
		{"a*b*c", "abbcbc", false, true},
		{"a*b*c", "abbcb", false, false},
		{"?", "é", false, true},
		{"a[bc]", "ab", false, false},
		{"a{b}", "a{b}", false, true},
		{"a${*}", "a*", false, true},
		{"a${*}", "ab", false, false},
		{"home/${aws:username}/*", "home/ann/x", false, false},
		{"home/${aws:username}", "home/${aws:username}", false, false},
		{"price$", "price$", false, true},
	}
	for _, test := range tests {
		if got := Match(test.pattern, test.text, test.fold); got != test.want {
			t.Errorf("Match(%q, %q, %v) = %v", test.pattern, test.text, test.fold, got)
		}
	}
}

// TestMatchDoesNotBacktrack would not end in a lifetime if each star tried every
// length for all that follow it.
func TestMatchDoesNotBacktrack(t *testing.T) {
	if Match(strings.Repeat("a*", 500)+"b", strings.Repeat("a", 5000), false) {
		t.Error("matched")
	}
}

func TestCovers(t *testing.T) {
	tests := []struct {
		p, q string
		want bool
	}{
		{"*", "s3:*", true},
		{"*:*", "s3:*", true},
		{"s3:*", "*", false},
		{"s3:Get*", "s3:GetObject*", true},
		{"s3:Get*", "s3:G*", false},
		{"s3:Get?bject", "s3:GetObject", true},
		{"s3:Get?bject", "s3:Get*bject", false},
		{"?*", "a*", true},
		{"a/${x}/*", "a/${x}/b", true},
		{"a/${x}", "a/${y}", false},
		{"a/*", "a/${y}", true},
		{"a/?", "a/${y}", false},
	}
	for _, test := range tests {
		if got := Covers(test.p, test.q, true); got != test.want {
			t.Errorf("Covers(%q, %q) = %v", test.p, test.q, got)
		}
	}
}

func TestOverlaps(t *testing.T) {
	tests := []struct {
		p, q string
		want bool
	}{
		{"s3:Get*", "s3:*Object", true},
		{"s3:Get*", "s3:Put*", false},
		{"S3:Get*", "s3:getobject", true},
		{"a*b", "c*d", false},
		{"*a", "*b", false},
		{"?", "ab", false},
		{"?*", "ab", true},
		{"a/${x}/c", "a/b/c", true},
		{"a/${x}/c", "b/*", false},
		{"", "*", true},
		{"", "?", false},
	}
	for _, test := range tests {
		if Overlaps(test.p, test.q, true) != test.want || Overlaps(test.q, test.p, true) != test.want {
			t.Errorf("Overlaps(%q, %q) is not %v both ways", test.p, test.q, test.want)
		}
	}
}

// TestCoversAndOverlapsExhaustively compares both with all short texts. Covers must never say yes wrongly; Overlaps must
// be right, since two patterns of three characters that meet do so in a text of six.
func TestCoversAndOverlapsExhaustively(t *testing.T) {
	texts := words("ab", 6)
	matched := map[string][]bool{}
	for _, p := range words("ab?*", 3) {
		for _, text := range texts {
			matched[p] = append(matched[p], Match(p, text, false))
		}
	}
	for p, ofP := range matched {
		for q, ofQ := range matched {
			all, some := true, false
			for i := range texts {
				all, some = all && (ofP[i] || !ofQ[i]), some || ofP[i] && ofQ[i]
			}
			if Covers(p, q, false) && !all {
				t.Errorf("Covers(%q, %q) is wrong", p, q)
			}
			if Overlaps(p, q, false) != some {
				t.Errorf("Overlaps(%q, %q) is %v", p, q, !some)
			}
		}
	}
}

// words gives every word over the letters up to a length.
func words(letters string, length int) []string {
	list := []string{""}
	for start, n := 0, 0; n < length; n++ {
		end := len(list)
		for _, word := range list[start:end] {
			for _, letter := range letters {
				list = append(list, word+string(letter))
			}
		}
		start = end
	}
	return list
}

// reference says the same as Match by way of a regular expression.
func reference(pattern, text string, fold bool) bool {
	var out strings.Builder
	for _, t := range tokens(nil, pattern) {
		out.WriteString(map[tokenKind]string{
			anyText: "(?s:.*)", anyOne: "(?s:.)", variable: `[^\x00-\x{10FFFF}]`, literal: regexp.QuoteMeta(t.text),
		}[t.kind])
	}
	flags := ""
	if fold {
		flags = "(?i)"
	}
	return regexp.MustCompile(flags + `\A(?:` + out.String() + `)\z`).MatchString(text)
}

func FuzzMatch(f *testing.F) {
	f.Add("a*b?${x}${*}", "abc", true)
	f.Add("*?*", "é", false)
	f.Fuzz(func(t *testing.T, pattern, text string, fold bool) {
		if !plain(pattern) || !plain(text) {
			return
		}
		if got, want := Match(pattern, text, fold), reference(pattern, text, fold); got != want {
			t.Errorf("Match(%q, %q, %v) = %v", pattern, text, fold, got)
		}
	})
}

func FuzzCovers(f *testing.F) {
	f.Add("s3:*", "s3:Get*", "s3:GetObject", true)
	f.Add("*?b*", "a?*b", "aab", false)
	f.Fuzz(func(t *testing.T, p, q, text string, fold bool) {
		if !plain(p) || !plain(q) || !plain(text) {
			return
		}
		both := Match(p, text, fold) && Match(q, text, fold)
		if Covers(p, q, fold) && Match(q, text, fold) && !Match(p, text, fold) {
			t.Errorf("Covers(%q, %q) but %q matches only the second", p, q, text)
		}
		if both && !Overlaps(p, q, fold) {
			t.Errorf("%q matches %q and %q, which do not overlap", text, p, q)
		}
		if Overlaps(p, q, fold) != Overlaps(q, p, fold) {
			t.Errorf("Overlaps(%q, %q) depends on the order", p, q)
		}
	})
}

// plain keeps to texts a regular expression can quote.
func plain(text string) bool { return strings.ToValidUTF8(text, "") == text && len(text) < 200 }
