package syntax

import (
	"slices"
	"strings"
)

// Dotted is an expression of names and attributes as text, such as
// "boto3.client" or "process.env.TABLE"; "" for anything else.
func Dotted(n Node) string {
	var parts []string
	for {
		switch at := n.(type) {
		case *Name:
			parts = append(parts, at.Name)
			slices.Reverse(parts)
			return strings.Join(parts, ".")
		case *Attribute:
			parts = append(parts, at.Name)
			n = at.Of
		default:
			return ""
		}
	}
}
