package facts_test

import (
	"context"
	"math/rand/v2"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"golang.org/x/time/rate"

	"lambda-audit/fixtures"
)

// bucketRate is what AWS allows in each of the two Lambda buckets that a run
// keeps waiting, in calls a second.
const bucketRate = 15

// A deployer calls Lambda beside an audit, as another client of the account. It
// counts each attempt, and those that AWS refused for now.
type deployer struct {
	next                aws.HTTPClient
	attempts, throttled atomic.Int64
}

// Do sends one attempt.
func (d *deployer) Do(r *http.Request) (*http.Response, error) {
	d.attempts.Add(1)
	response, err := d.next.Do(r)
	if err == nil && response.StatusCode == http.StatusTooManyRequests {
		d.throttled.Add(1)
	}
	return response, err
}

// deploy makes calls, each where the pattern says, until the context ends.
func (d *deployer) deploy(ctx context.Context, account *fixtures.Account, c neighbour, way pattern) {
	key, secret := account.Credentials()
	client := lambda.New(lambda.Options{Region: account.Regions[0].Name, HTTPClient: d, RetryMaxAttempts: 3,
		Credentials: credentials.NewStaticCredentialsProvider(key, secret, "")}, func(o *lambda.Options) {
		if c.rate == bucketRate {
			o.Retryer = aws.NopRetryer{} // what is repeated comes on top, and is never made up for
		}
	})
	name := aws.String(account.Regions[0].Functions[0].Name)
	var calls sync.WaitGroup
	defer calls.Wait()
	gap := way(c.rate)
	for n := 0; ctx.Err() == nil; n++ {
		calls.Go(func() {
			if c.operation == "GetPolicy" {
				_, _ = client.GetPolicy(ctx, &lambda.GetPolicyInput{FunctionName: name}) // Do counts
			} else {
				_, _ = client.GetFunctionConfiguration(ctx, &lambda.GetFunctionConfigurationInput{FunctionName: name})
			}
		})
		time.Sleep(gap(n))
	}
}

// steady is one call at a time, evenly.
func steady(perSecond int) func(int) time.Duration {
	return func(int) time.Duration { return time.Second / time.Duration(perSecond) }
}

// bursty is all calls of a second at its beginning.
func bursty(perSecond int) func(int) time.Duration {
	return func(n int) time.Duration {
		if n%perSecond == perSecond-1 {
			return time.Second
		}
		return 0
	}
}

// poisson is calls that know nothing of each other.
func poisson(perSecond int) func(int) time.Duration {
	random := rand.New(rand.NewPCG(6, 1))
	return func(int) time.Duration {
		return time.Duration(random.ExpFloat64() / float64(perSecond) * float64(time.Second))
	}
}

// bounded is poisson that never takes more than its rate over a second.
func bounded(perSecond int) func(int) time.Duration {
	own, free := rate.NewLimiter(rate.Limit(perSecond), perSecond), poisson(perSecond)
	return func(n int) time.Duration {
		pause := free(n)
		at := time.Now().Add(pause)
		return pause + own.ReserveN(at, 1).DelayFrom(at)
	}
}

// A pattern says how long a deployer pauses after its call n.
type pattern func(perSecond int) func(n int) time.Duration

// A neighbour is a deployer, and our share beside it.
type neighbour struct {
	name      string
	rate      int
	operation string
	share     float64
}
