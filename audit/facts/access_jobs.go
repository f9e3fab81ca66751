package facts

import (
	"context"
	"errors"
	"fmt"
	"slices"
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

// errRunning says that a job has not ended yet.
var errRunning = errors.New("the job is still running")

// read puts what a job has found out, if it has ended.
func (j *accessJobs) read(ctx context.Context, job accessJob) {
	var found LastAccessed
	err := audit.Walk(ctx, func(ctx context.Context, marker *string) (int, *string, error) {
		out, err := j.client.GetServiceLastAccessedDetails(ctx, &iam.GetServiceLastAccessedDetailsInput{
			JobId: &job.id, MaxItems: aws.Int32(accessPage), Marker: marker,
		})
		switch {
		case err != nil:
			return 0, nil, unread(job, err)
		case out.JobStatus == types.JobStatusTypeInProgress:
			return 0, nil, errRunning
		case out.JobStatus != types.JobStatusTypeCompleted:
			return 0, nil, failedJob(out)
		}
		found.add(out)
		return len(out.ServicesLastAccessed), out.Marker, nil
	})
	switch {
	case errors.Is(err, errRunning):
		j.runs(job)
		return
	case err != nil && len(found.Services) > 0:
		err = audit.AtLeast(err)
	}
	j.put(job.role, found, err)
}

// add takes in what is on a page and was not on one before it.
func (a *LastAccessed) add(page *iam.GetServiceLastAccessedDetailsOutput) {
	a.AsOf = instant(page.JobCompletionDate)
	for _, s := range page.ServicesLastAccessed {
		service := AccessedService{aws.ToString(s.ServiceNamespace), instant(s.LastAuthenticated)}
		if !slices.Contains(a.Services, service) {
			a.Services = append(a.Services, service)
		}
	}
}

// unread is what is wrong with a page.
func unread(job accessJob, err error) error {
	if audit.IsGone(err) { // the job, and not the role
		err = &audit.Unknown{Reason: audit.Failed, Code: audit.Code(err), Message: "IAM does not know the job that it began"}
	}
	return fmt.Errorf("read which services %s called: %w", job.role, err)
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
