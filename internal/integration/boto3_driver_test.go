//go:build integration

package integration

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"lambda-audit/fixtures"
	"lambda-audit/internal/needs"
)

// TestBoto3 has boto3 read every operation that the fixtures server offers, over
// TCP: what comes back must be what the account's file says.
func TestBoto3(t *testing.T) {
	python := needs.In(t, "LAMBDA_AUDIT_CLIENTS", "python")
	account := writtenAccount(t)
	server := serve(t, account)
	server.Organization = writtenOrganization(t)
	key, secretKey := account.Credentials()
	cmd := exec.CommandContext(t.Context(), python, "boto3_test.py", accountFile, organizationFile)
	cmd.Env = cleanEnvironment(t.TempDir(), "PYTHONDONTWRITEBYTECODE=1", "AWS_ENDPOINT_URL="+server.URL,
		"AWS_ACCESS_KEY_ID="+key, "AWS_SECRET_ACCESS_KEY="+secretKey)
	if output, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("boto3 reads something else (%v):\n%s", err, tail(output, 8000))
	}
	called := server.called()
	for _, operation := range offered(t) {
		if called[operation] == 0 {
			t.Errorf("boto3 did not call %s", operation)
		}
	}
}

// offered lists the operations in the tables of package fixtures, as
// "lambda.GetPolicy": a new one must be read here too.
func offered(t *testing.T) []string {
	t.Helper()
	var (
		service   = regexp.MustCompile(`^\tname: "([\w-]+)", scope:`)
		operation = regexp.MustCompile(`^\t\t"(\w+)": +\{run:`)
		list      []string
	)
	files, err := filepath.Glob(filepath.Join("..", "..", "fixtures", "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var name string
		for line := range strings.Lines(string(text)) {
			if m := service.FindStringSubmatch(line); m != nil {
				name = m[1]
			} else if m := operation.FindStringSubmatch(line); m != nil {
				list = append(list, name+"."+m[1])
			}
		}
	}
	if len(list) < 30 {
		t.Fatalf("found only %d operations in package fixtures: %v", len(list), list)
	}
	return list
}

// TestFixturesServe reads the sample shop from the command that serves it, with
// the environment that the command prints.
func TestFixturesServe(t *testing.T) {
	python := needs.In(t, "LAMBDA_AUDIT_CLIENTS", "python")
	serve := exec.Command(binary, "fixtures", "serve", "--account", "shop", "--listen", "127.0.0.1:0")
	output, err := serve.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := serve.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() {
		_ = serve.Process.Signal(os.Interrupt)
		if err := serve.Wait(); err != nil && serve.ProcessState.ExitCode() != 130 {
			t.Errorf("the server ended with %v", err)
		}
	}()
	environment, err := bufio.NewReader(output).ReadString('\n')
	if err != nil {
		t.Fatalf("the server printed no environment: %v", err)
	}
	cmd := exec.CommandContext(t.Context(), python, "-c", `
import boto3
for page in boto3.client("lambda").get_paginator("list_functions").paginate():
    for f in page["Functions"]:
        print(f["FunctionName"])`)
	cmd.Env = cleanEnvironment(t.TempDir(), strings.Fields(environment)...)
	names, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("boto3: %v\n%s", err, names)
	}
	shop, err := fixtures.Load("shop")
	if err != nil {
		t.Fatal(err)
	}
	if got, want := len(strings.Fields(string(names))), len(shop.Regions[0].Functions); got != want {
		t.Errorf("boto3 lists %d functions of %s, the account has %d", got, shop.Regions[0].Name, want)
	}
}
