// Package custom makes rules of what users write: conditions in CEL over the facts
// of a snapshot. They are checked against the facts' own types before anybody is
// asked, they read what they name and nothing else, and what is not known of it
// makes their verdict unknown unless it does not matter. The files are read
// elsewhere.
package custom
