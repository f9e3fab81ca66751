package architecture

import (
	"fmt"
	"math"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
	"lambda-audit/rules"
	"lambda-audit/rules/catalogue/running"
	"lambda-audit/rules/views"
)

// SteadyParams are the thresholds of steady-load.
type SteadyParams struct {
	MinUSD  float64 `json:"min_usd"` // monthly bill from which it is worth a question; nobody asks of less than the default
	Steady  float64 `json:"steady"`  // what the quietest hour has of the busiest one's concurrency
	Cheaper float64 `json:"cheaper"` // share of the bill that Fargate must stay below
	Hours   float64 `json:"hours"`   // share of the window's hours that it must have run in: an outage makes no load unsteady
}

var _ = rules.Register(rules.Rule{
	ID: "steady-load", Title: "carries a steady load that containers would carry for less",
	Severity: rules.Low, Pillar: rules.Architecture,
	Why: "Lambda's price per second pays for being there only when needed. Where something runs day and night, a container that is always there costs less for the same work.",
	Fix: `# the image can stay: package the handler behind a small HTTP server or a queue reader, and run it as a service
aws ecs create-service --cluster CLUSTER --service-name NAME --task-definition NAME --desired-count TASKS --launch-type FARGATE --network-configuration file://network.json --region REGION
# a Compute Savings Plan lowers the bill without any change
# SAM: AWS::ECS::Service      Terraform: aws_ecs_service, launch_type = "FARGATE"`,
	Refs: []string{
		"https://aws.amazon.com/lambda/pricing/",
		"https://aws.amazon.com/fargate/pricing/",
	},
	Kinds:    []audit.KindName{facts.KindFunction},
	Requires: []audit.Dep{views.Running, facts.Metrics, facts.HourlyConcurrency},
	Tables:   []string{rules.TablePrices},
	Params:   &SteadyParams{MinUSD: facts.HourlyFromUSD, Steady: 0.5, Cheaper: 0.7, Hours: 0.99},
	Check:    checkSteady,
	Examples: steadyExamples,
})

// What a Fargate task is sized by: the vCPUs that Lambda gives (developer guide,
// configure memory: one at 1,769 MB), and the least memory that Fargate sells with
// a vCPU (its table of task sizes, 2026-11).
const (
	mbPerVCPU  = 1769
	gbPerVCPU  = 2
	monthHours = 24 * rules.MonthDays
)

func checkSteady(in *rules.Input) []rules.Finding {
	a, err := facts.Metrics.Of(in.Facts, in.Subject.ID)
	switch {
	case err != nil:
		return rules.One(rules.Undecided(err))
	case a.Invocations() == 0:
		return rules.One(rules.Inapplicable("it was not invoked in the window"))
	}
	always := func(*facts.Config) bool { return true }
	return running.Judge(in, func(c *facts.Config) int { return c.MemoryMB }, always, func(c *running.Case) []rules.Finding {
		return judgeSteady(in, c, &a)
	})
}

func judgeSteady(in *rules.Input, c *running.Case, a *facts.Activity) []rules.Finding {
	if c.Capacity != "" {
		return rules.One(rules.Inapplicable("it runs on managed instances, whose price is that of their machines"))
	}
	seconds, told := a.Seconds()
	if !told {
		return rules.One(rules.Undecided(&audit.Unknown{Reason: audit.NoData, Fact: facts.Metrics.Name, Message: "CloudWatch does not tell how long it ran on every day"}))
	}
	p := rules.Params[SteadyParams](in)
	lambda := in.Monthly(in.Prices().RunCost(in.Subject.Region, c.Architecture, c.MemoryMB, seconds, a.Invocations()))
	if lambda < p.MinUSD {
		return nil
	}
	peaks, err := facts.HourlyConcurrency.Of(in.Facts, in.Subject.ID)
	switch {
	case err != nil:
		return rules.One(rules.Undecided(err))
	case peaks.Hours == 0 && lambda < facts.HourlyFromUSD:
		return rules.One(rules.Undecided(&audit.Unknown{Reason: audit.NotAsked, Fact: facts.HourlyConcurrency.Name,
			Message: fmt.Sprintf("the concurrency of a function that costs less than %s a month is not asked", rules.Dollars(facts.HourlyFromUSD))}))
	case peaks.Hours == 0:
		return rules.One(rules.Undecided(&audit.Unknown{Reason: audit.NoData, Fact: facts.HourlyConcurrency.Name, Message: "CloudWatch tells no concurrency of it"}))
	}
	fargate := fargateBill(in, c, peaks.Highest)
	hours := 24 * *in.WindowDays()
	if float64(peaks.Hours) < p.Hours*float64(hours) || peaks.Lowest < p.Steady*peaks.Highest || fargate >= p.Cheaper*lambda {
		return nil
	}
	return rules.One(steady(in, c, a, &peaks, lambda, fargate))
}

// tasks is the room that so many executions at once take.
func tasks(c *running.Case, atOnce float64) (vCPU, gb float64) {
	vCPU = atOnce * float64(c.MemoryMB) / mbPerVCPU
	return vCPU, math.Max(atOnce*float64(c.MemoryMB)/1024, vCPU*gbPerVCPU)
}

// fargateBill is what tasks cost a month that have room for the peak at all hours.
func fargateBill(in *rules.Input, c *running.Case, peak float64) float64 {
	price := in.Prices().FargateTask(c.Architecture)
	vCPU, gb := tasks(c, peak)
	return monthHours * (vCPU*price.VCPUHour + gb*price.GBHour)
}

func steady(in *rules.Input, c *running.Case, a *facts.Activity, peaks *facts.HourlyPeaks, lambda, fargate float64) rules.Finding {
	vCPU, gb := tasks(c, peaks.Highest)
	hours := float64(peaks.Hours)
	seconds, _ := a.Seconds()
	memory := rules.Configured("memory"+c.Whose, c.MemoryMB, nil)
	memory.Unit = "MB"
	f := rules.Failed(fmt.Sprintf("it runs %s %s; Lambda costs about %s a month, and Fargate for the same load about %s",
		executions(peaks), when(peaks.Hours, 24**in.WindowDays()), rules.Dollars(lambda), rules.Dollars(fargate)),
		memory,
		in.Measured("concurrent executions", "lowest hourly Maximum", peaks.Lowest, nil, "", hours),
		in.Measured("concurrent executions", "highest hourly Maximum", peaks.Highest, nil, "", hours),
		in.Measured("duration", "Sum", math.Round(seconds), nil, "s", a.Samples()),
		rules.Configured("Lambda a month", rules.Dollars(lambda)+": GB-seconds and requests at list prices, without free tier, /tmp and discounts", nil),
		rules.Configured("Fargate a month", fmt.Sprintf("%s: %s vCPU (one for %s MB) and %s GB (at least %d a vCPU) for the busiest hour, at all hours, at list prices of us-east-1, without load balancer",
			rules.Dollars(fargate), rules.Number(vCPU), rules.Number(mbPerVCPU), rules.Number(gb), gbPerVCPU), nil))
	saving := lambda - fargate
	f.Saving, f.Confidence = &saving, rules.Likely
	return f
}

// when says in how many of the hours.
func when(ran, hours int) string {
	if ran == hours {
		return "at all hours"
	}
	return fmt.Sprintf("in %d of %d hours", ran, hours)
}

// executions says how many run.
func executions(peaks *facts.HourlyPeaks) string {
	if peaks.Lowest == peaks.Highest {
		return rules.Plural(int(peaks.Highest), "execution")
	}
	return fmt.Sprintf("between %s and %s executions", rules.Number(peaks.Lowest), rules.Number(peaks.Highest))
}
