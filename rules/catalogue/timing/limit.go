package timing

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"strings"
	"sync"

	"lambda-audit/rules"
	"lambda-audit/rules/views"
)

// The longest timeouts in seconds that Lambda takes (developer guide, quotas,
// 2026-11): of a function on managed instances, and of any other.
const (
	MaxTimeout        = 900
	maxManagedTimeout = 5400
)

// apiGateway is the service whose APIs can be made to wait longer.
const apiGateway = "apigateway"

// A Limit is how long a synchronous trigger waits for an answer, in seconds.
type Limit struct {
	Service string  `json:"service"`
	Waits   float64 `json:"waits_s"`
	Most    float64 `json:"most_s"`  // the longest that any of it waits; 0: none waits longer
	MostOf  string  `json:"most_of"` // what waits so long
	Trigger string  `json:"-"`       // the principal in the policy
}

//go:embed limits.json
var limitsJSON []byte

var limits = sync.OnceValue(func() []Limit {
	var table struct {
		Limits []Limit `json:"limits"`
	}
	if err := json.Unmarshal(limitsJSON, &table); err != nil {
		panic("limits.json: " + err.Error())
	}
	return table.Limits
})

// LimitOf returns how long a service waits that a policy names; false where it
// waits as long as it takes, or nobody here knows.
func LimitOf(principal string) (Limit, bool) {
	service, _, _ := strings.Cut(strings.ToLower(principal), ".amazonaws.com")
	for _, l := range limits() {
		if l.Service == service {
			l.Trigger = principal
			return l, true
		}
	}
	return Limit{}, false
}

// within is the longest timeout in seconds after which the trigger still hears
// of it.
func (l *Limit) within() float64 { return l.Waits - 1 }

// Raised is the limit where somebody says how long API Gateway waits: longer than
// it does unless it is told to.
func (l Limit) Raised(gateway float64) Limit {
	if l.Service == apiGateway && gateway > l.Waits {
		l.Waits, l.Most = gateway, 0
	}
	return l
}

// Shortened fills into a fix the longest timeout of which the trigger still hears,
// and brings it to those who invoke the version by the alias.
func (l *Limit) Shortened(fix, version, alias string) string {
	fix = Filled(fix, Suggestion{Seconds: l.within()}) + rules.Republished(version, alias)
	if l.Service == apiGateway {
		fix += "\n" + raiseFix
	}
	return fix
}

// ownLimit is Lambda's own, which no trigger sets.
func (k *Clock) ownLimit() Limit { return Limit{Waits: k.Longest + 1} }

// tightest is the lowest limit of those who invoke the function; without one, it
// is Lambda's own.
func (k *Clock) tightest(in *rules.Input) Limit {
	lowest := k.ownLimit()
	targets, _ := views.Targets.Of(in.Facts, in.Subject.ID) // an unread policy limits nothing that is known
	for _, t := range targets {
		for _, service := range t.Sync {
			if l, ok := LimitOf(service); ok && l.Waits < lowest.Waits {
				lowest = l
			}
		}
	}
	return lowest
}

// because says who cuts a longer timeout short; "" where nobody does.
func (l *Limit) because(wanted float64) string {
	switch {
	case wanted <= l.within():
		return ""
	case l.Trigger == "":
		return ", which is the longest that Lambda takes"
	}
	return fmt.Sprintf(", because %s waits %.0f s", l.Trigger, l.Waits)
}

// Instead says what to do where a longer timeout would not help.
func (l *Limit) Instead() Suggestion {
	switch {
	case l.Trigger == "":
		return Suggestion{
			Text:  fmt.Sprintf("%.0f s is the longest that Lambda takes: shorten the work, or split it", l.within()),
			Steps: fmt.Sprintf("# no timeout is longer than %.0f s: split the work into steps (Step Functions), or run it as a container task", l.within()),
		}
	case l.Service == apiGateway:
		return Suggestion{Text: l.pointless() + ", or let the API wait longer", Steps: l.steps() + "\n" + raiseFix}
	}
	return Suggestion{Text: l.pointless(), Steps: l.steps()}
}

// raiseFix lets an API wait longer. The quota is "Maximum integration timeout in
// milliseconds" (Service Quotas, 2026-11).
const raiseFix = `# or let a regional or private REST API wait longer (HTTP APIs cannot): raise its quota, then the method's timeout, and deploy;
# an API that streams its responses waits up to 15 minutes without that
aws service-quotas request-service-quota-increase --service-code apigateway --quota-code L-E5AE38E3 --desired-value MILLISECONDS --region REGION
aws apigateway update-integration --rest-api-id API_ID --resource-id RESOURCE_ID --http-method METHOD --patch-operations op=replace,path=/timeoutInMillis,value=MILLISECONDS --region REGION
aws apigateway create-deployment --rest-api-id API_ID --stage-name STAGE --region REGION
# SAM: TimeoutInMillis of the integration      Terraform: timeout_milliseconds of aws_api_gateway_integration
# it waits longer already: say so in the configuration, by params: {timeout-above-trigger-limit: {gateway_s: SECONDS}}`

func (l *Limit) pointless() string {
	return fmt.Sprintf("a longer timeout does not help those who call through %s, which waits %.0f s: shorten the work, or do it asynchronously", l.Trigger, l.Waits)
}

func (l *Limit) steps() string {
	return fmt.Sprintf(`# %s waits %.0f s, whatever the timeout: shorten the work,
# or answer at once and hand the work to a queue or to an asynchronous invocation
aws lambda invoke --function-name NAME --invocation-type Event --cli-binary-format raw-in-base64-out --payload file://event.json /dev/stdout --region REGION`,
		l.Trigger, l.Waits)
}
