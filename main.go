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

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the program at once
	program := cli.Program{
		Version: versionText(),
		Stdin:   os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr,
		Getenv: os.Getenv,
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
