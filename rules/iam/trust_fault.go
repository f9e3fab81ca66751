package iam

// Fault is what is too wide about a trust policy.
type Fault string

// The faults of trust policies, as people search for them.
const (
	FaultAnyPrincipal  Fault = "trust-any-principal"
	FaultCrossAccount  Fault = "trust-cross-account"
	FaultUnscoped      Fault = "trust-federated-unscoped"
	FaultExtraService  Fault = "trust-extra-service"
	FaultDangling      Fault = "trust-dangling-principal"
	FaultOwnAccount    Fault = "trust-own-account" // worth a note and no more
	FaultCannotBeTaken Fault = "trust-nobody"      // Lambda itself is not let in: worth a note here
)

// TrustFault is one principal that a trust policy should not let in, or not so.
type TrustFault struct {
	Fault Fault
	Trust Trust
	Why   string // in words for people, with what would mend it
}

// TrustFaults lists what is too wide about a role's trust policy, the worst first; account is the role's own, empty if
// it is not known. What a Deny takes back from everybody does not count.
func TrustFaults(policy Document, account string) []TrustFault {
	return nil
}
