package audit

import "strings"

// CallCount says how often an operation was called.
type CallCount struct {
	Service   string `json:"service"`
	Operation string `json:"operation"`
	Calls     int    `json:"calls"`     // attempts sent
	Repeated  int    `json:"repeated"`  // attempts after the first of a call
	Throttled int    `json:"throttled"` // attempts that AWS refused for now
	Failed    int    `json:"failed"`    // attempts that ended in any other error
	Refused   int    `json:"refused"`   // calls that a cap kept from being made, or repeated
	Metrics   int    `json:"metrics"`   // asked of GetMetricData, which CloudWatch charges for
}

// Add adds what more calls of the operation came to.
func (c *CallCount) Add(more CallCount) {
	c.Calls += more.Calls
	c.Repeated += more.Repeated
	c.Throttled += more.Throttled
	c.Failed += more.Failed
	c.Refused += more.Refused
	c.Metrics += more.Metrics
}

// A CallNote is what a line of a run's file adds to the ledger of one operation:
// the calls, repeated, throttled and failed attempts, what was refused, and the
// metrics asked for since the last such line. The last number is no sum: so many
// calls are sent whose answers are not in the file. They are lost if the run is cut
// here, and made again when it goes on.
type CallNote [7]int

// noteOf is what an operation's count is now beyond what it was.
func noteOf(now, was CallCount, open int) CallNote {
	return CallNote{now.Calls - was.Calls, now.Repeated - was.Repeated, now.Throttled - was.Throttled, now.Failed - was.Failed,
		now.Refused - was.Refused, now.Metrics - was.Metrics, open}
}

// count is what the note adds.
func (n CallNote) count() CallCount {
	return CallCount{Calls: n[0], Repeated: n[1], Throttled: n[2], Failed: n[3], Refused: n[4], Metrics: n[5]}
}

// addNotes adds what a line says of the calls; open is how many are under way.
func addNotes(calls map[string]CallCount, open map[string]int, notes map[string]CallNote) {
	for name, n := range notes {
		dot := strings.LastIndexByte(name, '.')
		c := calls[name]
		c.Service, c.Operation = name[:max(dot, 0)], name[dot+1:]
		c.Add(n.count())
		calls[name], open[name] = c, n[6]
	}
}
