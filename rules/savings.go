package rules

// A saving is what could be saved on a function a month, in US dollars.
type saving struct {
	own    float64 // by what is found on the function, its versions and its aliases
	shared float64 // its share of what is found on what it shares, such as a log group
}

// within returns the whole saving; nil where there is none. Two findings may save
// on the same GB-seconds, so that what is found on the function itself saves no
// more than it costs, where that is known.
func (s *saving) within(cost *float64) *float64 {
	if s == nil {
		return nil
	}
	own := s.own
	if cost != nil {
		own = min(own, *cost)
	}
	return rounded(own+s.shared, 4)
}

// savingsByFunction shares each finding's saving evenly among the functions that
// it concerns; what was lifted for a function is not saved there.
func (e *evaluation) savingsByFunction() map[string]*saving {
	sums := map[string]*saving{}
	for _, at := range e.sorted {
		amount, ok := e.savings[int(at)]
		if !ok {
			continue
		}
		subject := e.rows[at].subject
		for _, arn := range subject.Functions {
			if e.lifts.has(int(at), arn) {
				continue
			}
			if sums[arn] == nil {
				sums[arn] = &saving{}
			}
			if functionName(subject.ID) != "" && len(subject.Functions) == 1 {
				sums[arn].own += amount
			} else {
				sums[arn].shared += amount / float64(len(subject.Functions))
			}
		}
	}
	return sums
}

// totals adds up what is known of the functions' costs, and of the savings on
// those that their owner can edit; nil where nothing is.
func totals(functions []Function) (cost, saved *float64) {
	for i := range functions {
		cost = plus(cost, functions[i].MonthlyCost)
		if functions[i].ManagedBy == "" {
			saved = plus(saved, functions[i].MonthlySave)
		}
	}
	return cost, saved
}

// plus adds a number that may not be known.
func plus(total, v *float64) *float64 {
	if v == nil {
		return total
	}
	return rounded(*sum(total, v), 4)
}
