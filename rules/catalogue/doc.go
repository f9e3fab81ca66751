// Package catalogue holds the rules, one file a rule and a package a pillar.
// Importing it registers them all.
package catalogue

//go:generate go test -run ^TestGeneratedPagesAreCurrent$ . -update

import (
	_ "lambda-audit/rules/catalogue/architecture"  // registers its rules
	_ "lambda-audit/rules/catalogue/cost"          // registers its rules
	_ "lambda-audit/rules/catalogue/observability" // registers its rules
	_ "lambda-audit/rules/catalogue/performance"   // registers its rules
	_ "lambda-audit/rules/catalogue/reliability"   // registers its rules
	_ "lambda-audit/rules/catalogue/security"      // registers its rules
)
