package iam

// maxCells bounds the table that Overlaps fills for one pair of patterns. What IAM accepts stays far below.
const maxCells = 1 << 16

// Overlaps reports whether some text could match both patterns. A policy variable may be any text, so this errs towards
// yes: no means that the two surely have nothing in common. It also says yes for pairs too long to be compared.
func Overlaps(p, q string, fold bool) bool {
	begun, alike := beginAlike(p, q, fold)
	if !alike {
		return false
	}
	p, q, alike = endAlike(p[begun:], q[begun:], fold)
	switch {
	case !alike:
		return false
	case p == q || p == "*" || q == "*":
		return true
	case p == "" || q == "":
		return allStretches(p) && allStretches(q)
	case p[0] == '*' && q[len(q)-1] == '*' || q[0] == '*' && p[len(p)-1] == '*':
		return true // what fits the one up to its last star, and then what fits the other after its first
	case len(p)*len(q) > maxCells:
		return true
	}
	var memory [2][64]token
	return agreeing(tokens(memory[0][:0], p), tokens(memory[1][:0], q), fold)
}

// agreeing fills a table, of which it keeps two rows: cell i, j says whether ps[i:] and qs[j:] can agree.
func agreeing(ps, qs []token, fold bool) bool {
	var memory [2][128]bool
	below, row := memory[0][:], memory[1][:]
	if len(qs) >= len(row) {
		below, row = make([]bool, len(qs)+1), make([]bool, len(qs)+1)
	}
	for i := len(ps); i >= 0; i-- {
		for j := len(qs); j >= 0; j-- {
			row[j] = agree(ps[i:], qs[j:], fold, row[j+1:], below[j:])
		}
		below, row = row, below
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

func allStretches(pattern string) bool {
	for pattern != "" {
		var t token
		if t, pattern = nextToken(pattern); !t.stretches() {
			return false
		}
	}
	return true
}

// beginAlike gives the length of the plain text with which both begin, and whether they may go on alike: a quick no for
// patterns of two services.
func beginAlike(p, q string, fold bool) (length int, alike bool) {
	for i := range min(len(p), len(q)) {
		switch {
		case special(p[i]) || special(q[i]):
			return i, true
		case !sameByte(p[i], q[i], fold):
			return i, false
		}
	}
	return min(len(p), len(q)), true
}

// endAlike takes the plain text off with which both end, and reports whether they may agree before it.
func endAlike(p, q string, fold bool) (pRest, qRest string, alike bool) {
	for p != "" && q != "" {
		a, b := p[len(p)-1], q[len(q)-1]
		switch {
		case special(a) || special(b) || a == '}' || b == '}':
			return p, q, true
		case !sameByte(a, b, fold):
			return p, q, false
		}
		p, q = p[:len(p)-1], q[:len(q)-1]
	}
	return p, q, true
}

func sameByte(a, b byte, fold bool) bool { return a == b || fold && lower(a) == lower(b) }

// special reports whether a byte is more than a plain letter of a pattern, or only part of one.
func special(b byte) bool { return b == '*' || b == '?' || b == '$' || b >= 0x80 }

func lower(b byte) byte {
	if 'A' <= b && b <= 'Z' {
		return b + 'a' - 'A'
	}
	return b
}

// tokens adds those of a pattern to a list.
func tokens(list []token, pattern string) []token {
	for pattern != "" {
		var t token
		t, pattern = nextToken(pattern)
		list = append(list, t)
	}
	return list
}
