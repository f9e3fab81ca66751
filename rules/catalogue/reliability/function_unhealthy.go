package reliability

import (
	"fmt"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/sample"
)

var _ = rules.Register(rules.Rule{
	ID: "function-unhealthy", Title: "cannot be invoked, or could not be updated",
	Severity: rules.High, Pillar: rules.Reliability,
	Why: "A function whose subnet, key or image is gone fails before its first line runs: there is no log and no error metric that would say so. One whose last update failed runs on as it was before.",
	Fix: `aws lambda get-function-configuration --function-name NAME --query '[State,StateReasonCode,StateReason,LastUpdateStatus,LastUpdateStatusReasonCode,LastUpdateStatusReason]' --region REGION
# mend what it says (subnet, security group, key, image, role), then let Lambda try again
aws lambda update-function-configuration --function-name NAME --region REGION
aws lambda wait function-updated-v2 --function-name NAME --region REGION
# SAM: VpcConfig, KmsKeyArn, ImageUri, Role: whichever it names      Terraform: vpc_config, kms_key_arn, image_uri, role`,
	Refs: []string{
		"https://docs.aws.amazon.com/lambda/latest/dg/functions-states.html",
		"https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html",
	},
	Kinds:    []audit.KindName{facts.KindFunction},
	Requires: []audit.Dep{facts.Functions, facts.Metrics, facts.State},
	Check:    checkUnhealthyFunction,
	Examples: []rules.Example{
		{Name: "its image was deleted", Want: rules.Fail, Severity: rules.High, Subject: sample.TheFunction(),
			Given: suspect(facts.Status{State: "Failed", Code: "ImageDeleted", Update: "Successful"})},
		{Name: "the last update failed over its subnet", Want: rules.Fail, Severity: rules.High, Subject: sample.TheFunction(),
			Given: suspect(facts.Status{State: "Active", Update: "Failed", UpdateCode: "InvalidSubnet", UpdateReason: "the subnet does not exist"})},
		{Name: "asleep in its VPC", Want: rules.Fail, Severity: rules.Low, Subject: sample.TheFunction(),
			Given: suspect(facts.Status{State: "Inactive", Code: "Idle", Update: "Successful"})},
		{Name: "every call fails, and the code does it", Want: rules.Pass, Subject: sample.TheFunction(),
			Given: []audit.Given{sample.Config(nil), sample.Activity(14, facts.Day{Invocations: 9, Errors: 9}, nil), facts.State.Is(sample.Function, well)}},
		{Name: "silent in its VPC, and well", Want: rules.Pass, Subject: sample.TheFunction(), Given: suspect(well)},
		{Name: "an update is under way", Want: rules.Pass, Subject: sample.TheFunction(), Given: suspect(facts.Status{State: "Active", Update: "InProgress"})},
		{Name: "invoked, and seldom fails", Want: rules.NotApplicable, Subject: sample.TheFunction(),
			Given: []audit.Given{sample.Config(nil), sample.Activity(14, facts.Day{Invocations: 900, Errors: 9}, nil)}},
		{Name: "being made", Want: rules.NotApplicable, Subject: sample.TheFunction(), Given: suspect(facts.Status{State: "Pending", Code: "Creating"})},
		{Name: "a state of another world", Want: rules.Unknown, Subject: sample.TheFunction(), Given: suspect(facts.Status{State: "Hibernating", Update: "Successful"})},
		{Name: "the state is denied", Want: rules.Unknown, Subject: sample.TheFunction(),
			Given: append(suspect(well), facts.State.IsUnknown(sample.Function, sample.Denied("lambda:GetFunctionConfiguration")))},
	},
})

var well = facts.Status{State: "Active", Update: "Successful"}

// suspect is a silent function in a VPC, in such a state.
func suspect(s facts.Status) []audit.Given {
	return []audit.Given{sample.Config(func(c *facts.Config) { c.VPC = &facts.VPC{ID: "vpc-1", Subnets: []string{"subnet-1"}} }),
		sample.Idle(), facts.State.Is(sample.Function, s)}
}

func checkUnhealthyFunction(in *rules.Input) []rules.Finding {
	c, err := facts.Functions.Of(in.Facts, in.Subject.ID)
	if err != nil {
		return rules.One(rules.Undecided(err))
	}
	a, err := facts.Metrics.Of(in.Facts, in.Subject.ID)
	if err != nil {
		return rules.One(rules.Undecided(err))
	}
	suspicion := facts.Suspicion(&c, &a)
	if suspicion == "" {
		return rules.One(rules.Inapplicable("nothing makes it suspect: its state was not asked"))
	}
	s, err := facts.State.Of(in.Facts, in.Subject.ID)
	if err != nil {
		return rules.One(rules.Undecided(err))
	}
	return stand(&s, suspicion)
}

// stand says how the function stands by its state and its last update.
func stand(s *facts.Status, suspicion string) []rules.Finding {
	evidence := []rules.Evidence{rules.Configured("state", s.State, "Active"), rules.Configured("last update", s.Update, "Successful"), rules.Configured("asked because", suspicion, nil)}
	switch {
	case s.State == "Failed":
		return rules.One(rules.Failed("it cannot be invoked"+reason(s.Code, s.Reason), evidence...))
	case s.Update == "Failed":
		return rules.One(rules.Failed("its last update failed, and it runs on as it was"+reason(s.UpdateCode, s.UpdateReason), evidence...))
	case s.State == "Inactive":
		f := rules.Failed("it sleeps: the first call after so long fails or waits while Lambda wakes it", evidence...)
		f.Severity = rules.Low
		return rules.One(f)
	case s.State == "Pending":
		return rules.One(rules.Inapplicable("it is being made"))
	case s.State != "Active":
		return rules.One(rules.Undecided(&audit.Unknown{Reason: audit.Opaque, Fact: facts.State.Name, Message: fmt.Sprintf("the state %q means nothing to this version", s.State)}))
	}
	return nil
}

// reason is AWS's own words after a colon, as far as there are any.
func reason(code, text string) string {
	switch {
	case code != "" && text != "":
		return ": " + code + ", " + text
	case code+text != "":
		return ": " + code + text
	}
	return ""
}
