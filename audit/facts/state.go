package facts

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/lambda"

	"lambda-audit/audit"
)

// Status is how a function stands: whether it can be invoked, and what became of
// its last update. Its members are AWS's words.
type Status struct {
	State        string `json:"state,omitempty"`
	Code         string `json:"code,omitempty"` // of why it is in that state
	Reason       string `json:"reason,omitempty"`
	Update       string `json:"update,omitempty"` // LastUpdateStatus
	UpdateCode   string `json:"update_code,omitempty"`
	UpdateReason string `json:"update_reason,omitempty"`
}

// State is the status of the functions that something makes suspect.
var State = audit.RegisterFact(audit.Fact[Status]{
	Name: "state", Doc: "state and last update of functions that may be broken: ListFunctions leaves both out, so it takes a call a function",
	Kind:       KindFunction,
	Operations: []string{"Lambda.GetFunctionConfiguration"},
	Actions:    []string{"lambda:GetFunctionConfiguration"},
	Needs:      []audit.Dep{Functions, Metrics},
	Likely:     unlikely,
	Gate: func(r audit.Reader, s *audit.Subject) audit.Gate[Status] {
		c, err := Functions.Of(r, s.ID)
		if err != nil {
			return audit.Ask[Status]()
		}
		activity, err := Metrics.Of(r, s.ID)
		if err != nil || Suspicion(&c, &activity) != "" {
			return audit.Ask[Status]()
		}
		return audit.Settled(Status{}, "nothing makes it suspect")
	},
	Supposes: true,
	GateDoc: "It is no proof that the others are well: they are not judged. A function breaks over what lies outside it (network, " +
		"key, image) and then is not invoked, or fails on most invocations. What is given up are functions that broke otherwise, " +
		"and those whose last update failed while they run on as they were.",
	Collect: func(ctx context.Context, s *audit.Session, _ audit.Reader, functions []audit.Subject, put audit.Put[Status]) error {
		f := functions[0]
		out, err := audit.Client(s, f.Region, lambda.NewFromConfig).GetFunctionConfiguration(ctx, &lambda.GetFunctionConfigurationInput{FunctionName: &f.ID})
		if err != nil {
			return fmt.Errorf("get the state of %s: %w", f.ID, err)
		}
		put(f.ID, Status{
			State: string(out.State), Code: string(out.StateReasonCode), Reason: aws.ToString(out.StateReason),
			Update: string(out.LastUpdateStatus), UpdateCode: string(out.LastUpdateStatusReasonCode), UpdateReason: aws.ToString(out.LastUpdateStatusReason),
		}, nil)
		return nil
	},
	Example: audit.Example{
		Reply:  `{"FunctionName":"orders-api","State":"Inactive","StateReason":"The function is idle.","StateReasonCode":"Idle","LastUpdateStatus":"Successful"}`,
		Source: "https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionConfiguration.html",
	},
})

// Suspicion says what makes it likely that the function is broken; "" where
// nothing does. Its state is asked, and judged, only where something does.
func Suspicion(c *Config, a *Activity) string {
	invocations := a.Invocations()
	failed := a.Total(func(d *Day) float64 { return d.Errors })
	switch {
	case failed > 0 && failed >= invocations/2:
		return "most of its invocations failed"
	case invocations > 0:
		return ""
	case c.VPC != nil:
		return "it is in a VPC and was not invoked in the window"
	case c.KMSKey != "":
		return "it has a key of its own and was not invoked in the window"
	case c.Image():
		return "it is a container image and was not invoked in the window"
	}
	return ""
}
