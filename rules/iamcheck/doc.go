// Package iamcheck judges one role, or one policy, that somebody wrote down in a file: no account is asked, and nothing
// is known but what the file says. A [Row] is all that there is to say about one file.
package iamcheck
