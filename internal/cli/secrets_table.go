package cli

import (
	"fmt"
	"io"
	"text/tabwriter"

	"lambda-audit/audit/secrets"
)

// deciders say in words what decided that a variable holds a secret.
var deciders = map[secrets.Step]string{
	secrets.StepContent: "the value holds a credential",
	secrets.StepVendor:  "the value has a vendor's shape",
	secrets.StepName:    "the name says so",
}

// outOfFiles is what to do with a variable that holds a secret.
const outOfFiles = `
Put each into Secrets Manager or a SecureString of Parameter Store, let the function read it when
it starts, and have a new one issued: whoever could read the file or lambda:GetFunctionConfiguration
has seen it. lambda-audit rules explain env-secret shows the commands.
`

// secretsAsTable lists the secrets for people, and counts the rest. Files are
// read in full, or broken.
func secretsAsTable(w io.Writer, rows []secretRow, files, broken int) error {
	columns := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	found := 0
	for _, row := range rows {
		if !row.Secret {
			continue
		}
		if found == 0 {
			fmt.Fprintln(columns, "PLACE\tVARIABLE\tKIND\tCONFIDENCE\tWHY")
		}
		found++
		fmt.Fprintf(columns, "%s:%d\t%s\t%s\t%s\t%s\n", printable(row.File), row.Line, printable(row.Key), row.Kind, row.Confidence, deciders[row.Step])
	}
	if err := columns.Flush(); err != nil {
		return err
	}
	if found > 0 {
		fmt.Fprintln(w)
	}
	fmt.Fprintf(w, "%s among %s in %s", plural(found, "secret"), plural(len(rows), "variable"), plural(files, "file"))
	if broken > 0 {
		fmt.Fprintf(w, ", and %s could not be read, or not in full", plural(broken, "file"))
	}
	text := "\n"
	if found > 0 {
		text += outOfFiles
	}
	_, err := io.WriteString(w, text)
	return err
}
