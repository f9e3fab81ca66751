package facts

import (
	"errors"
	"fmt"
	"net"
	"testing"
)

func TestServicesThatAreNotOffered(t *testing.T) {
	for _, c := range []struct {
		err  error
		want bool
	}{
		{fmt.Errorf("dial: %w", &net.DNSError{Err: "no such host", IsNotFound: true}), true},
		{&net.DNSError{Err: "server misbehaving", IsTemporary: true}, false},
		{errors.New("no such host"), false},
		{nil, false},
	} {
		if got := notOffered(c.err); got != c.want {
			t.Errorf("%v: %v", c.err, got)
		}
	}
}
