// Package secrets decides, where environment values are read, which of them
// are secrets, and lets nothing of a value go further than that.
//
// Five steps are asked in a fixed order; the first that knows decides:
// a reference to a store (reference.go), nothing worth hiding (nothing.go), a
// credential inside the value (content.go), a vendor's shape (vendor.go and
// gitleaks.go), and last what the variable's name says (name.go). What leaves
// the package is a Variable: a class, a kind, the deciding step, a length
// bucket, a keyed fingerprint and a closed set of traits.
//
// Variables that are kept in files are read here, too (read.go), so that their
// values stay within the package.
package secrets
