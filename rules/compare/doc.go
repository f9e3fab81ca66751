// Package compare tells what changed from one result to the next: which findings
// are new, which were mended, of which nothing is known any more, and why. It
// keeps apart what was judged again from what nobody looked at: what is not in
// the newer result is never taken for mended.
package compare
