package cli

import (
	"math"
	"testing"
)

func TestShares(t *testing.T) {
	const here, aws = "http://127.0.0.1:4566", "https://vpce-0a1b.lambda.eu-west-1.vpce.amazonaws.com"
	for _, c := range []struct {
		share    float64
		endpoint string
		fine     bool
	}{
		{0.5, "", true}, {1, "", true}, {1, aws, true}, {1.01, "", false}, {20, aws, false},
		{20, here, true}, {20, "http://localhost:4566", true}, {20, "http://[::1]:4566", true},
		{20, "http://localhost.example.com", false}, {20, "http://10.0.0.1", false}, {0, here, false}, {-1, here, false},
		{math.NaN(), here, false}, {math.Inf(1), here, false},
	} {
		if err := checkShare(c.share, c.endpoint); (err == nil) != c.fine {
			t.Errorf("--rps %v --endpoint-url %q: %v", c.share, c.endpoint, err)
		}
	}
}
