package audit

// Lose forgets the fact wherever it is known, as if AWS had denied it, or as if
// it had never been asked for. Tests judge with it what a rule makes of a fact
// that is missing.
func (k *Known) Lose(f AnyFact, denied bool) {
	var why *Unknown
	if denied {
		why = &Unknown{Reason: Denied, Fact: f.Info().Name, Code: "AccessDeniedException"}
	}
	k.lock()
	defer k.mu.Unlock()
	k.changes[f].ends++
	k.columns[f].lose(why)
}
