package facts

import "lambda-audit/audit"

// unlikely says that most functions turn out to be settled once the gate can tell:
// what the fact is asked of is the exception (a URL, a loop, a reservation that is
// met, a function that breaks).
func unlikely(audit.Reader, *audit.Subject) bool { return false }
