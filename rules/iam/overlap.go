package iam

// Overlaps reports whether some text could match both patterns. A policy variable may be any text, so this errs towards
// yes: no means that the two surely have nothing in common.
func Overlaps(p, q string, fold bool) bool {
	if !mayBeginAlike(p, q, fold) {
		return false
	}
	ps, qs := tokens(p), tokens(q)
	// below[j] says whether the tokens after this one of p can agree with qs[j:].
	below := make([]bool, len(qs)+1)
	for i := len(ps); i >= 0; i-- {
		row := make([]bool, len(qs)+1)
		for j := len(qs); j >= 0; j-- {
			row[j] = agree(ps[i:], qs[j:], fold, row[min(j+1, len(qs)):], below[j:])
		}
		below = row
	}
	return below[0]
}

// agree decides one cell of the table: right[0] is the cell with q one token on, below[0] the one with p one token on and
// below[1] the one with both.
func agree(ps, qs []token, fold bool, right, below []bool) bool {
	switch {
	case len(ps) == 0 && len(qs) == 0:
		return true
	case len(ps) > 0 && ps[0].stretches():
		return below[0] || len(qs) > 0 && right[0]
	case len(qs) > 0 && qs[0].stretches():
		return right[0] || len(ps) > 0 && below[0]
	case len(ps) == 0 || len(qs) == 0:
		return false
	}
	return below[1] && (ps[0].kind == anyOne || qs[0].kind == anyOne || sameText(ps[0].text, qs[0].text, fold))
}

func (p token) stretches() bool { return p.kind == anyText || p.kind == variable }

// mayBeginAlike is a quick no for patterns whose plain beginnings differ, as those of two services do.
func mayBeginAlike(p, q string, fold bool) bool {
	for i := range min(len(p), len(q)) {
		switch {
		case special(p[i]) || special(q[i]):
			return true
		case p[i] != q[i] && !(fold && lower(p[i]) == lower(q[i])):
			return false
		}
	}
	return true
}

// special reports whether a byte is more than a plain letter of a pattern, or only part of one.
func special(b byte) bool { return b == '*' || b == '?' || b == '$' || b >= 0x80 }

func lower(b byte) byte {
	if 'A' <= b && b <= 'Z' {
		return b + 'a' - 'A'
	}
	return b
}

func tokens(pattern string) []token {
	list := make([]token, 0, len(pattern))
	for pattern != "" {
		var t token
		t, pattern = nextToken(pattern)
		list = append(list, t)
	}
	return list
}
