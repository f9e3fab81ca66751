//go:build integration

package integration

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"regexp"
	"testing"
)

// deniedAnswer is how IAM refuses an action.
const deniedAnswer = `<ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><Error><Type>Sender</Type><Code>AccessDenied</Code>` +
	`<Message>User: arn:aws:iam::%s:user/auditor is not authorized to perform: iam:%s on resource: * because no identity-based policy allows the iam:%[2]s action</Message>` +
	`</Error><RequestId>00000000-0000-4000-8000-000000000000</RequestId></ErrorResponse>`

// denying returns the address of a proxy before the server that refuses one
// action of IAM, as a missing permission would.
func denying(t *testing.T, address, action string) string {
	t.Helper()
	return between(t, address, func(w http.ResponseWriter, r *http.Request, pass func()) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadGateway)
			return
		}
		if bytes.HasPrefix(body, []byte("Action="+action+"&")) {
			w.Header().Set("Content-Type", "text/xml")
			w.WriteHeader(http.StatusForbidden)
			fmt.Fprintf(w, deniedAnswer, account, action)
			return
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		pass()
	})
}

// aliasesByARN is the path of ListAliases, with the function's ARN in it.
var aliasesByARN = regexp.MustCompile(`/functions/arn:[^/]+:function:([^/:]+)/aliases`)

// naming returns the address of a proxy before moto, which knows functions by
// their ARNs too, but not when it lists aliases.
func naming(t *testing.T, address string) string {
	t.Helper()
	return between(t, address, func(_ http.ResponseWriter, r *http.Request, pass func()) {
		r.URL.Path, r.URL.RawPath = aliasesByARN.ReplaceAllString(r.URL.Path, "/functions/$1/aliases"), ""
		pass()
	})
}

// between returns the address of a proxy before the server; handle passes a
// request on, or not.
func between(t *testing.T, address string, handle func(w http.ResponseWriter, r *http.Request, pass func())) string {
	t.Helper()
	target, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	proxy := httputil.NewSingleHostReverseProxy(target)
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		handle(w, r, func() { proxy.ServeHTTP(w, r) })
	}))
	t.Cleanup(web.Close)
	return web.URL
}
