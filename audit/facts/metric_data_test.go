package facts

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/cloudwatch/types"
)

func TestSeriesThatCloudWatchDidNotFinish(t *testing.T) {
	wanted := make([]series, 5)
	open := unfinished(map[int]types.StatusCode{0: types.StatusCodeComplete, 1: types.StatusCodeInternalError, 2: types.StatusCodePartialData, 3: ""}, wanted)
	for i, want := range []bool{false, true, true, false, true} {
		if got := open[i] != nil; got != want {
			t.Errorf("series %d is unfinished: %v, want %v", i, got, want)
		}
	}
}
