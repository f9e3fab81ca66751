package audit_test

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"testing"
	"time"
)

// timeHeader tells the server which time it is where the call was made.
const timeHeader = "Lambda-Audit-Test-Time"

// callersTime is the clock for the quotas of a server whose callers live in
// virtual time.
func callersTime(r *http.Request) time.Time {
	nanoseconds, _ := strconv.ParseInt(r.Header.Get(timeHeader), 10, 64) // a caller without a clock stands still
	return time.Unix(0, nanoseconds)
}

// listen answers on a port of this machine until the test ends.
func listen(t testing.TB, handler http.Handler) (address string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := &http.Server{Handler: handler}
	go server.Serve(listener) // ends when the server is closed
	t.Cleanup(func() { server.Close() })
	return listener.Addr().String()
}

// A socket asks a server in another process from inside a synctest bubble.
// Virtual time stands still while an answer is on its way: a goroutine that waits
// for the network is not durably blocked. So the latency is slept, in virtual
// time. It starts no goroutine, because one that reads from an idle connection
// would hold up virtual time for ever; that is why it is not an http.Transport.
type socket struct {
	address string
	latency time.Duration
	idle    chan *connection // made outside of the bubble
}

type connection struct {
	net.Conn
	reader *bufio.Reader
}

func newSocket(address string, latency time.Duration) *socket {
	return &socket{address: address, latency: latency, idle: make(chan *connection, 256)}
}

// Do sends the request and reads the whole answer.
func (s *socket) Do(r *http.Request) (*http.Response, error) {
	time.Sleep(s.latency)
	c, err := s.connect()
	if err != nil {
		return nil, err
	}
	r.Header.Set(timeHeader, strconv.FormatInt(time.Now().UnixNano(), 10))
	response, err := c.exchange(r)
	if err != nil {
		c.Close()
		return nil, fmt.Errorf("ask the server for %s: %w", r.URL.Host, err)
	}
	s.idle <- c
	return response, nil
}

// connect returns a connection that nobody uses.
func (s *socket) connect() (*connection, error) {
	select {
	case c := <-s.idle:
		return c, nil
	default:
	}
	conn, err := net.Dial("tcp", s.address)
	if err != nil {
		return nil, err
	}
	return &connection{conn, bufio.NewReader(conn)}, nil
}

func (c *connection) exchange(r *http.Request) (*http.Response, error) {
	if err := r.Write(c); err != nil {
		return nil, err
	}
	response, err := http.ReadResponse(c.reader, r)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, err
	}
	response.Body = io.NopCloser(bytes.NewReader(body))
	return response, nil
}

// close ends the connections.
func (s *socket) close() {
	for len(s.idle) > 0 {
		(<-s.idle).Close()
	}
}
