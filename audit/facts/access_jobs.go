package facts

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"
	"golang.org/x/sync/errgroup"

	"lambda-audit/audit"
)

// How jobs are asked after: with pauses that double, until the pauses add up to
// that long. What the asking itself takes does not count: thousands of roles fill
// IAM's rate for longer.
const (
	firstPause = 250 * time.Millisecond
	mostPause  = 15 * time.Second
	jobsEnd    = 10 * time.Minute
)

// accessPage is how many services a page holds at most (IAM API reference, 2026-11).
const accessPage = 1000

// An accessJob is IAM at work on one role; only the session that started it may
// read it.
type accessJob struct{ role, id string }

// accessJobs starts and reads the jobs of a run.
type accessJobs struct {
	client *iam.Client
	put    audit.Put[LastAccessed]

	mu      sync.Mutex
	running []accessJob
}

// collectLastAccessed starts one job for each role, and then reads them as they
// end. What is wrong with one role's job is told of that role.
func collectLastAccessed(ctx context.Context, s *audit.Session, _ audit.Reader, roles []audit.Subject, put audit.Put[LastAccessed]) error {
	jobs := &accessJobs{client: audit.Client(s, s.HomeRegion(), iam.NewFromConfig), put: put}
	sideBySide(ctx, roles, func(role audit.Subject) { jobs.start(ctx, role.ID) })
	waited := time.Duration(0)
	for pause := firstPause; ; pause = min(2*pause, mostPause) {
		sideBySide(ctx, jobs.take(), func(job accessJob) { jobs.read(ctx, job) })
		if len(jobs.running) == 0 {
			return nil
		}
		if waited += pause; waited > jobsEnd {
			return &audit.Unknown{Reason: audit.TimedOut, Message: fmt.Sprintf("IAM still worked on it %.0f minutes after it was asked", jobsEnd.Minutes())}
		}
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// sideBySide does something for each of the items, a few at a time, until the
// context ends.
func sideBySide[T any](ctx context.Context, items []T, do func(T)) {
	var group errgroup.Group
	group.SetLimit(8)
	for _, item := range items {
		if ctx.Err() != nil {
			break
		}
		group.Go(func() error {
			do(item)
			return nil
		})
	}
	_ = group.Wait() // each speaks for itself
}

func (j *accessJobs) start(ctx context.Context, role string) {
	out, err := j.client.GenerateServiceLastAccessedDetails(ctx, &iam.GenerateServiceLastAccessedDetailsInput{
		Arn: &role, Granularity: types.AccessAdvisorUsageGranularityTypeServiceLevel,
	})
	if err != nil {
		j.put(role, LastAccessed{}, fmt.Errorf("ask which services %s called: %w", role, err))
		return
	}
	j.runs(accessJob{role, aws.ToString(out.JobId)})
}

func (j *accessJobs) runs(job accessJob) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.running = append(j.running, job)
}

// take returns the jobs that are running; those that still are say so again.
func (j *accessJobs) take() []accessJob {
	taken := j.running
	j.running = nil
	return taken
}

// read puts what a job has found out, if it has ended.
func (j *accessJobs) read(ctx context.Context, job accessJob) {
	var found LastAccessed
	in := &iam.GetServiceLastAccessedDetailsInput{JobId: &job.id, MaxItems: aws.Int32(accessPage)}
	for {
		out, err := j.client.GetServiceLastAccessedDetails(ctx, in)
		switch {
		case err != nil:
			j.put(job.role, found, unread(&found, job, err))
			return
		case out.JobStatus == types.JobStatusTypeInProgress:
			j.runs(job)
			return
		case out.JobStatus != types.JobStatusTypeCompleted:
			j.put(job.role, found, failedJob(out))
			return
		}
		found.AsOf = instant(out.JobCompletionDate)
		for _, s := range out.ServicesLastAccessed {
			found.Services = append(found.Services, AccessedService{aws.ToString(s.ServiceNamespace), instant(s.LastAuthenticated)})
		}
		if in.Marker = out.Marker; !out.IsTruncated || in.Marker == nil {
			j.put(job.role, found, nil)
			return
		}
	}
}

// unread is what is wrong with a page: what the pages before it told stays true.
func unread(found *LastAccessed, job accessJob, err error) error {
	if audit.IsGone(err) { // the job, and not the role
		err = &audit.Unknown{Reason: audit.Failed, Code: audit.Code(err), Message: "IAM does not know the job that it began"}
	}
	err = fmt.Errorf("read which services %s called: %w", job.role, err)
	if len(found.Services) > 0 {
		return audit.AtLeast(err)
	}
	return err
}

// failedJob says why a job ended without an answer.
func failedJob(out *iam.GetServiceLastAccessedDetailsOutput) error {
	why := &audit.Unknown{Reason: audit.Failed, Message: "IAM's job ended as " + string(out.JobStatus)}
	if e := out.Error; e != nil {
		why.Code = aws.ToString(e.Code)
		why.Message += ": " + aws.ToString(e.Message)
	}
	return why
}
