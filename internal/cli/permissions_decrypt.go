package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"lambda-audit/rules"
)

// variableReaders are the rules that cannot judge variables which the auditor may
// not decrypt.
var variableReaders = []string{"env-insecure-transport", "env-near-limit", "env-secret", "old-version-secrets", "vpc-no-route", "vpc-unneeded"}

func decryptFlag() cli.Flag {
	return &cli.BoolFlag{Name: "with-decrypt", Usage: "with kms:Decrypt through Lambda alone, for variables that a key of yours encrypts"}
}

// decryptNeeds is the action that only accounts with keys of their own need. AWS
// decrypts the variables with the rights of whoever lists the functions.
func decryptNeeds(chosen []*rules.Rule, s *settings) []need {
	readers := readersOf(chosen)
	if len(readers) == 0 && !s.Bool("with-decrypt") {
		return nil
	}
	if !s.Bool("with-decrypt") {
		readers[len(readers)-1] += " (optional, for variables under a key of yours: --with-decrypt)"
	}
	return []need{{action: "kms:Decrypt", fact: "functions", rules: readers}}
}

func readersOf(chosen []*rules.Rule) []string {
	var ids []string
	for _, r := range chosen {
		if slices.Contains(variableReaders, r.ID) {
			ids = append(ids, r.ID)
		}
	}
	return ids
}

// mentionDecrypt says that there is an action which the policy leaves out.
func (p *Program) mentionDecrypt(chosen []*rules.Rule, s *settings) {
	if readers := readersOf(chosen); len(readers) > 0 && !s.Bool("quiet") {
		fmt.Fprintf(p.Stderr, "lambda-audit: where a key of yours encrypts variables, %s cannot judge them without kms:Decrypt (--with-decrypt adds it, for calls through Lambda alone)\n",
			strings.Join(readers, " and "))
	}
}

// decryptStatement allows decryption where Lambda asks for it on the caller's
// behalf, in these regions, or in all where none is named.
func decryptStatement(regions []string, partition string) iamStatement {
	if len(regions) == 0 {
		regions = []string{"*"}
	}
	var through []string
	for _, region := range regions {
		if region == "all" || strings.Contains(region, "[") { // IAM knows no sets of characters
			region = "*"
		}
		through = append(through, "lambda."+region+"."+domainOf(partition))
	}
	slices.Sort(through)
	return iamStatement{
		Sid: "KmsDecryptThroughLambda", Effect: "Allow", Action: []string{"kms:Decrypt"},
		Resource:  []string{"arn:" + partition + ":kms:*:*:key/*"},
		Condition: map[string]map[string][]string{"StringLike": {"kms:ViaService": slices.Compact(through)}},
	}
}

// domainOf is what the names of a partition's services end with.
func domainOf(partition string) string {
	if partition == "aws-cn" {
		return "amazonaws.com.cn"
	}
	return "amazonaws.com"
}
