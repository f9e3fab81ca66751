// Lambda-audit reads an AWS account and judges every Lambda function in it. It
// never changes anything. See README.md.
package main

import (
	"context"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"lambda-audit/internal/cli"
	_ "lambda-audit/rules/catalogue" // registers the rules
)

// version is set by the linker of a release: -X main.version=1.2.3.
var version string

// gcPercent is how much the heap may grow, in per cent of what is in use, until
// garbage is collected. Go's 100 would need half as much again at the peak: to
// judge a snapshot of 10,000 functions took 255 MB and 35 s of CPU with 100, and
// 202 MB and 41 s with 50 (2026-11-23). GOGC and GOMEMLIMIT still rule.
const gcPercent = 50

// memoryLimit is from where on garbage is collected sooner, in bytes: 1.5 GB may be
// resident for 100,000 functions, of which the program's own pages are a part.
const memoryLimit = 1400 << 20

func main() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(memoryLimit)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the program at once
	program := cli.Program{
		Version: versionText(),
		Stdin:   os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr,
		Getenv: os.Getenv, Environ: os.Environ,
	}
	os.Exit(program.Main(ctx, os.Args))
}

// versionText is the release's version, or what the build knows of its source.
func versionText() string {
	if version != "" {
		return version
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
		return info.Main.Version
	}
	return "dev"
}
