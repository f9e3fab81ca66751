package rules

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"lambda-audit/audit"
	"lambda-audit/audit/facts"
)

var (
	// placeholder is a word of a fix that the finding's subject fills in.
	placeholder = regexp.MustCompile(`\b(NAME|ALIAS|REGION|ROLE_ARN|ROLE|QUEUE_URL|QUEUE|MAPPING_UUID|SID|VARIABLE_SECRET_ID|VARIABLE)\b`)
	// harmless is what may be put into a command as it is.
	harmless = regexp.MustCompile(`^[A-Za-z0-9_+=,.@:/][A-Za-z0-9_+=,.@:/-]*$`)
)

// domains end the names of AWS's hosts, by partition.
var domains = map[string]string{"aws": "amazonaws.com", "aws-us-gov": "amazonaws.com", "aws-cn": "amazonaws.com.cn"}

// InCommand returns the value if it may be put into a command as it is, and else
// the placeholder: names come from AWS, or from a file, and a shell reads them.
func InCommand(value, placeholder string) string {
	if harmless.MatchString(value) {
		return value
	}
	return placeholder
}

// InDocument returns JSON that can stand between single quotes in a command: no
// text in it ends the quotes, and none of its words is filled in as a placeholder
// but those given, which stay as they are until then.
func InDocument(text string, open ...string) string {
	text = strings.ReplaceAll(text, "'", `\u0027`)
	return placeholder.ReplaceAllStringFunc(text, func(word string) string {
		if slices.Contains(open, word) {
			return word
		}
		last := len(word) - 1
		return fmt.Sprintf(`%s\u%04x`, word[:last], word[last])
	})
}

// Republished is what a fix takes beside to bring a change of $LATEST to those who
// invoke a version, by the alias if one is known; "" where the version is none,
// because it is $LATEST that they invoke.
func Republished(version, alias string) string {
	if version == "" {
		return ""
	}
	return fmt.Sprintf(`
# version %s never changes: publish the mended function, and let the alias serve what that prints
aws lambda publish-version --function-name NAME --query Version --region REGION
aws lambda update-alias --function-name NAME --name %s --function-version VERSION --region REGION`,
		version, InCommand(alias, "ALIAS"))
}

// filled puts the subject's own names into a fix, so that it can be pasted. What
// the subject does not tell stays a placeholder.
func filled(fix string, s *audit.Subject, locus string) string {
	names := map[string]string{"NAME": functionName(s.ID), "SID": locus, "VARIABLE": locus, "REGION": regionFor(s)}
	if s.Kind != facts.KindVersion {
		names["ALIAS"] = s.Locus
	}
	if locus != "" {
		names["VARIABLE_SECRET_ID"] = locus + "_SECRET_ID"
	}
	if uuid, mapping := mappingUUID(s); mapping {
		names["MAPPING_UUID"] = uuid
		if len(s.Functions) > 0 {
			names["NAME"] = functionName(s.Functions[0])
		}
	}
	if a, ok := audit.ParseARN(s.ID); ok {
		switch a.Service {
		case "iam":
			names["ROLE"], names["ROLE_ARN"] = a.Name(), s.ID
		case "sqs":
			names["QUEUE"], names["QUEUE_URL"] = a.Name(), queueURL(a)
		}
	}
	inPlace := strings.Contains(fix, " --qualifier "+s.Locus+" ") // of the few things of a version that can be changed
	if s.Kind == facts.KindVersion && fix != "" && !inPlace {
		fix += Republished(s.Locus, "")
	}
	return placeholder.ReplaceAllStringFunc(fix, func(word string) string { return InCommand(names[word], word) })
}

// mappingUUID returns the word by which commands name an event source mapping;
// false for a subject that is none.
func mappingUUID(s *audit.Subject) (string, bool) {
	if s.Kind != facts.KindEventSource {
		return "", false
	}
	return s.ID[strings.LastIndexByte(s.ID, ':')+1:], true
}

// regionFor returns the region in which a fix is carried out: the subject's own,
// or for what is global that of the first function it concerns.
func regionFor(s *audit.Subject) string {
	if s.Region != audit.Global {
		return s.Region
	}
	for _, arn := range s.Functions {
		if a, ok := audit.ParseARN(arn); ok {
			return a.Region
		}
	}
	return ""
}

// queueURL returns the address by which SQS names a queue; "" in a partition whose
// hosts are not known.
func queueURL(a audit.ARN) string {
	domain := domains[a.Partition]
	if domain == "" {
		return ""
	}
	return "https://sqs." + a.Region + "." + domain + "/" + a.Account + "/" + a.Name()
}
