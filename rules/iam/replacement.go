package iam

// Known is what else is known of the functions under a role: with it a replacement names resources instead of holes.
type Known struct {
	LogGroups    []string            // ARNs
	EventSources []string            // ARNs of queues, streams and topics that the functions read
	Failures     []string            // ARNs of dead-letter queues and on-failure destinations
	Keys         []string            // ARNs of KMS keys
	Named        map[string][]string // by service: ARNs of resources that variables and the like name
	Used         map[string][]string // by service: actions that are known to be used; nil where nobody knows
}

// Replacement is what a policy should say in place of statements that grant too much.
type Replacement struct {
	Statements   []Statement // what to write; empty where the statements should simply go
	Placeholders []string    // what stands in them for something that only people know, such as BUCKET
	Note         string      // one sentence for people
	Policy       string      // of which policy they replace a part
	Kind         PolicyKind  // AWSManaged: it cannot be edited, its attachment is replaced
}

// Replace writes a narrower statement for each statement of the grants: the same effect, without the sensitive actions
// that nobody is known to use, and with the resources that are known.
func (r Role) Replace(grants []Grant, known Known) []Replacement {
	return nil
}
