//go:build integration

package integration

import (
	"bytes"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"testing"
	"time"

	"lambda-audit/internal/needs"
)

// freePort returns a port of the loopback that nothing listens on.
func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	_, port, err := net.SplitHostPort(l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	return port
}

// startTime is how long a server may take to answer: moto's first start
// compiles its modules, on a machine that also runs other tests.
const startTime = 60 * time.Second

// start runs a server until the test ends, and waits until the address answers.
func start(t *testing.T, cmd *exec.Cmd, ready string) {
	t.Helper()
	var output bytes.Buffer
	cmd.Stdout, cmd.Stderr = &output, &output
	if err := cmd.Start(); err != nil {
		t.Fatalf("start the server: %v", err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	t.Cleanup(func() {
		_ = cmd.Process.Kill() // it may have ended by itself
		<-ended
		if t.Failed() {
			t.Logf("%s wrote:\n%s", cmd.Path, tail(output.Bytes(), 4000))
		}
	})
	for deadline := time.Now().Add(startTime); ; time.Sleep(50 * time.Millisecond) {
		if err := answers(ready); err == nil {
			return
		} else if time.Now().After(deadline) {
			t.Fatalf("the server does not answer: %v", err)
		}
	}
}

func answers(address string) error {
	response, err := http.Get(address)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("get %s: %s", address, response.Status)
	}
	return nil
}

// tail returns the end of an output, where its last words are.
func tail(output []byte, length int) []byte { return output[max(0, len(output)-length):] }

// startMinistack returns the address of an empty ministack.
func startMinistack(t *testing.T) string {
	t.Helper()
	port := freePort(t)
	cmd := exec.Command(needs.In(t, "LAMBDA_AUDIT_MINISTACK", "ministack"))
	cmd.Dir = t.TempDir()
	cmd.Env = append(os.Environ(), "BIND_HOST=127.0.0.1", "GATEWAY_PORT="+port, "LOG_LEVEL=WARNING", "LAMBDA_ACCOUNT_CONCURRENCY=1000")
	address := "http://127.0.0.1:" + port
	start(t, cmd, address+"/_ministack/health")
	response, err := http.Post(address+"/_ministack/reset", "", nil)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	return address
}

// startMoto returns the address of an empty moto.
func startMoto(t *testing.T) string {
	t.Helper()
	port := freePort(t)
	cmd := exec.Command(needs.In(t, "LAMBDA_AUDIT_CLIENTS", "moto_server"), "-H", "127.0.0.1", "-p", port)
	cmd.Dir = t.TempDir()
	cmd.Env = append(os.Environ(), "MOTO_ACCOUNT_ID="+account, "MOTO_IAM_LOAD_MANAGED_POLICIES=true")
	address := "http://127.0.0.1:" + port
	start(t, cmd, address+"/moto-api/data.json")
	return address
}
