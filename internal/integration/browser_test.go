//go:build integration

package integration

import (
	"bufio"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"lambda-audit/internal/needs"
)

// patience is how long the browser may take for one answer, on a machine that
// also runs other tests.
const patience = 60 * time.Second

// A browser is a Chromium without a window. It is spoken to through two pipes, in
// the DevTools protocol: JSON with a zero byte behind each message.
type browser struct {
	t       *testing.T
	in      io.Writer
	session string

	mu      sync.Mutex
	last    int
	waiting map[int]chan reply
	events  []event
}

type reply struct {
	Result json.RawMessage `json:"result"`
	Error  *struct {
		Message string `json:"message"`
	} `json:"error"`
}

// An event is something that happened in the page.
type event struct {
	Method string          `json:"method"`
	Params json.RawMessage `json:"params"`
}

// startBrowser starts Chromium with a profile of its own, and opens an empty page.
func startBrowser(t *testing.T) *browser {
	t.Helper()
	cmd := exec.Command(needs.Program(t, "chromium"), "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
		"--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--hide-scrollbars", "--remote-debugging-pipe", "--user-data-dir="+t.TempDir(), "about:blank")
	commands, in := pipe(t)
	out, replies := pipe(t)
	cmd.ExtraFiles = []*os.File{commands, replies} // 3 and 4 to the browser
	if err := cmd.Start(); err != nil {
		t.Fatalf("start the browser: %v", err)
	}
	commands.Close()
	replies.Close()
	b := &browser{t: t, in: in, waiting: map[int]chan reply{}}
	go b.listen(out)
	t.Cleanup(func() {
		b.try("", "Browser.close", nil)
		ended := make(chan error, 1)
		go func() { ended <- cmd.Wait() }()
		select {
		case <-ended:
		case <-time.After(10 * time.Second):
			_ = cmd.Process.Kill()
			<-ended
		}
		in.Close()
		out.Close()
	})
	b.openPage()
	return b
}

func pipe(t *testing.T) (r, w *os.File) {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	return r, w
}

// listen hands replies to those who wait for them, and keeps events.
func (b *browser) listen(out io.Reader) {
	reader := bufio.NewReader(out)
	for {
		text, err := reader.ReadBytes(0)
		if err != nil {
			return
		}
		var message struct {
			ID int `json:"id"`
			reply
			event
		}
		if json.Unmarshal(text[:len(text)-1], &message) != nil {
			continue
		}
		b.mu.Lock()
		if waiting := b.waiting[message.ID]; waiting != nil {
			waiting <- message.reply
			delete(b.waiting, message.ID)
		} else {
			b.events = append(b.events, message.event)
		}
		b.mu.Unlock()
	}
}

// try sends a command and returns its reply, nil where none came.
func (b *browser) try(session, method string, params any) *reply {
	b.mu.Lock()
	b.last++
	answer := make(chan reply, 1)
	b.waiting[b.last] = answer
	message := map[string]any{"id": b.last, "method": method}
	b.mu.Unlock()
	if params != nil {
		message["params"] = params
	}
	if session != "" {
		message["sessionId"] = session
	}
	text, err := json.Marshal(message)
	if err != nil {
		return nil
	}
	if _, err := b.in.Write(append(text, 0)); err != nil {
		return nil
	}
	select {
	case r := <-answer:
		return &r
	case <-time.After(patience):
		return nil
	}
}

// do sends a command of the page and decodes its result.
func (b *browser) do(method string, params, result any) {
	b.t.Helper()
	r := b.try(b.session, method, params)
	if r == nil {
		b.t.Fatalf("%s: no answer", method)
	}
	if r.Error != nil {
		b.t.Fatalf("%s: %s", method, r.Error.Message)
	}
	if result != nil {
		if err := json.Unmarshal(r.Result, result); err != nil {
			b.t.Fatalf("%s: %v", method, err)
		}
	}
}

type object map[string]any

func (b *browser) openPage() {
	b.t.Helper()
	var target struct{ TargetID string }
	b.do("Target.createTarget", object{"url": "about:blank"}, &target)
	var attached struct{ SessionID string }
	b.do("Target.attachToTarget", object{"targetId": target.TargetID, "flatten": true}, &attached)
	b.session = attached.SessionID
	for _, domain := range []string{"Page", "Runtime", "Log", "Network", "Audits"} {
		b.do(domain+".enable", nil, nil)
	}
}

// open loads a file, with a fragment, and waits until its script has run.
func (b *browser) open(path, fragment string) {
	b.t.Helper()
	address := url.URL{Scheme: "file", Path: path, RawFragment: fragment, Fragment: fragment}
	b.do("Page.navigate", object{"url": "about:blank"}, nil)
	b.do("Page.navigate", object{"url": address.String()}, nil)
	b.until(`location.protocol === 'file:' && document.documentElement?.dataset.ready === 'yes'`)
}

// eval returns what an expression comes to in the page.
func (b *browser) eval(expression string) any {
	b.t.Helper()
	var out struct {
		Result           struct{ Value any }
		ExceptionDetails *struct {
			Exception struct{ Description string }
		}
	}
	b.do("Runtime.evaluate", object{"expression": expression, "returnByValue": true, "awaitPromise": true, "userGesture": true}, &out)
	if out.ExceptionDetails != nil {
		b.t.Fatalf("%s: %s", expression, out.ExceptionDetails.Exception.Description)
	}
	return out.Result.Value
}

// until waits for an expression to come true.
func (b *browser) until(expression string) {
	b.t.Helper()
	for deadline := time.Now().Add(patience); b.eval(expression) != true; time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			b.t.Fatalf("never true: %s", expression)
		}
	}
}

// keyCodes are the keys that are no letters.
var keyCodes = map[string]int{"Escape": 27, "Enter": 13, "Tab": 9, "/": 191}

// press presses keys one after the other.
func (b *browser) press(keys ...string) {
	b.t.Helper()
	for _, key := range keys {
		down := object{"type": "keyDown", "key": key, "windowsVirtualKeyCode": keyCodes[key]}
		switch {
		case key == "Enter":
			down["text"] = "\r"
		case len(key) == 1:
			down["text"] = key
		}
		b.do("Input.dispatchKeyEvent", down, nil)
		b.do("Input.dispatchKeyEvent", object{"type": "keyUp", "key": key, "windowsVirtualKeyCode": keyCodes[key]}, nil)
	}
}

// size makes the page as wide and high as a screen.
func (b *browser) size(width, height int) {
	b.t.Helper()
	b.do("Emulation.setDeviceMetricsOverride", object{"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500}, nil)
}

// scheme makes the reader's system prefer light or dark.
func (b *browser) scheme(name string) {
	b.t.Helper()
	b.do("Emulation.setEmulatedMedia", object{"features": []object{{"name": "prefers-color-scheme", "value": name}}}, nil)
}

// picture keeps a picture of the page where LAMBDA_AUDIT_SCREENSHOTS names a
// folder, and returns it.
func (b *browser) picture(name string) []byte {
	b.t.Helper()
	var shot struct{ Data string }
	b.do("Page.captureScreenshot", object{"format": "png"}, &shot)
	return b.keep(name+".png", shot.Data)
}

// pdf prints the page.
func (b *browser) pdf(name string) []byte {
	b.t.Helper()
	var printed struct{ Data string }
	b.do("Page.printToPDF", object{"printBackground": true}, &printed)
	return b.keep(name+".pdf", printed.Data)
}

func (b *browser) keep(name, encoded string) []byte {
	b.t.Helper()
	content, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil {
		b.t.Fatal(err)
	}
	if folder := os.Getenv("LAMBDA_AUDIT_SCREENSHOTS"); folder != "" {
		if err := os.WriteFile(filepath.Join(folder, name), content, 0o644); err != nil {
			b.t.Fatal(err)
		}
	}
	return content
}

// calm wants nothing to have gone wrong in the page: no error, no warning of its
// policy, and nothing asked of anybody but the file itself.
func (b *browser) calm() {
	b.t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, e := range b.events {
		switch e.Method {
		case "Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded", "Audits.issueAdded":
			b.t.Errorf("the page said %s: %s", e.Method, e.Params)
		case "Network.requestWillBeSent":
			var asked struct {
				Request struct{ URL string }
			}
			if err := json.Unmarshal(e.Params, &asked); err != nil {
				b.t.Error(err)
			}
			if address := asked.Request.URL; !strings.HasPrefix(address, "file://") && address != "about:blank" {
				b.t.Errorf("the page asked for %s", address)
			}
		}
	}
}
