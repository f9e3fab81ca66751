package secrets

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

// read returns what Read finds as "line name=value" lines, and the problems.
func read(text string) (found, problems []string) {
	entries, wrong := Read(strings.NewReader(text))
	for _, e := range entries {
		found = append(found, fmt.Sprintf("%d %s=%s", e.Line, e.Name, e.Value.plain()))
	}
	for _, p := range wrong {
		problems = append(problems, fmt.Sprintf("%d:%d %s", p.Line, p.Column, p.Message))
	}
	return found, problems
}

func TestRead(t *testing.T) {
	for name, test := range map[string]struct {
		text string
		want []string
	}{
		"nothing":                 {"", nil},
		"dotenv":                  {"# a comment\nA=1\n\nexport B = two words # why\n  C=\nD=#none\nE=a#b", []string{"2 A=1", "4 B=two words", "5 C=", "6 D=", "7 E=a#b"}},
		"dotenv, quotes":          {`A="x # \"y\" \\ \n\$z \d" # c` + "\nB='x \\n # y'\nC=`it's`\nD=\"a\"b\"\nE=don't", []string{"1 A=x # \"y\" \\ \n$z \\d", `2 B=x \n # y`, "3 C=it's", `4 D="a"b"`, "5 E=don't"}},
		"dotenv, three quotes":    {"A=\"\"\"\none=\"x\"\n\"\"\" # c\nB='''two'''\nC=\"\"\nD=\"\" # e\nE=''", []string{"1 A=\none=\"x\"\n", "4 B=two", "5 C=", "6 D=", "7 E="}},
		"dotenv, colons":          {"A: 1\n  B: \"x\" # y\nC:\t2\nD=http://x\nE: f=g", []string{"1 A=1", "2 B=x", "3 C=2", "4 D=http://x", "5 E=f=g"}},
		"dotenv, other scripts":   {"PÄSS=1\nПАРОЛЬ=2", []string{"1 PÄSS=1", "2 ПАРОЛЬ=2"}},
		"dotenv, names alone":     {"A=1\nHOME\nAWS_REGION # handed on\n", []string{"1 A=1"}},
		"dotenv, several lines":   {"A=\"one\ntwo\"\nB='three\n\nfour' # end\nC=5", []string{"1 A=one\ntwo", "3 B=three\n\nfour", "6 C=5"}},
		"dotenv, Windows":         {"\xef\xbb\xbfA=1\r\nB=\"2\"\r\n", []string{"1 A=1", "2 B=2"}},
		"dotenv, references":      {"A=${B}/x\nC=\"$D\"", []string{"1 A=${B}/x", "2 C=$D"}},
		"dotenv, exports":         {"export A\ndeclare -x B=\"2\"\nexport C=3;", []string{"2 B=2", "3 C=3;"}},
		"dotenv, armour":          {"A=-----BEGIN X-----\nabcd=\n-----END X-----\nB=1", []string{"1 A=-----BEGIN X-----\nabcd=\n-----END X-----", "4 B=1"}},
		"env":                     {"PATH=/bin\nHOME=/root\nA=\"x\" # y\nB=one\n two\n\nC=3\n", []string{"1 PATH=/bin", "2 HOME=/root", `3 A="x" # y`, "4 B=one\n two\n", "7 C=3"}},
		"env, armour":             {"PATH=/bin\nPWD=/\nK=-----BEGIN X-----\nabcd=\n-----END X-----\nB=1", []string{"1 PATH=/bin", "2 PWD=/", "3 K=-----BEGIN X-----\nabcd=\n-----END X-----", "6 B=1"}},
		"env, wrapped base64":     {"PATH=/bin\nPWD=/\nK=x\n" + strings.Repeat("a", 64) + "\nbbb=\nB=1", []string{"1 PATH=/bin", "2 PWD=/", "3 K=x\n" + strings.Repeat("a", 64) + "\nbbb=", "6 B=1"}},
		"env -0":                  {"A=1\x00B=x\ny=z\x00", []string{"1 A=1", "2 B=x\ny=z"}},
		"environment":             {`{"Variables": {"A": "1",` + "\n" + `"B": "2"}}`, []string{"1 A=1", "2 B=2"}},
		"environment within":      {"{\n\"Environment\": {\"Variables\": {\n\"A\": \"1\"}}}", []string{"3 A=1"}},
		"configuration":           {`{"FunctionName": "x", "FunctionArn": "y", "Environment": {"Variables": {"A": "1"}}}`, []string{"1 A=1"}},
		"no variables":            {`{"FunctionName": "x", "FunctionArn": "y", "Role": "z"}`, nil},
		"get-function":            {`{"Configuration": {"FunctionArn": "x", "Environment": {"Variables": {"A": "1"}}}, "Code": {}}`, []string{"1 A=1"}},
		"list-functions":          {`{"Functions": [{"FunctionArn": "x", "Environment": {"Variables": {"A": "1"}}}, {"FunctionArn": "y"}]}`, []string{"1 A=1"}},
		"object":                  {`{"A": "1", "B": 2.50, "C": true, "D": null, "E": {"x": [1]}, "Environment": "prod", "A": "\u00e9\n"}`, []string{"1 A=1", "1 B=2.50", "1 C=true", "1 D=", `1 E={"x": [1]}`, "1 Environment=prod", "1 A=é\n"}},
		"JSON Lines":              {"{\"key\": \"A\", \"value\": \"1\"}\n\n{\"value\": \"2\", \"key\": \"B\", \"note\": 3}\n", []string{"1 A=1", "3 B=2"}},
		"rows over several lines": {"{\"key\": \"A\",\n\"value\": \"1\"}\n{\"key\":\n \"B\", \"value\": \"2\"}", []string{"1 A=1", "3 B=2"}},
		"list of rows":            {`[{"name": "A", "value": "1"}, {"Name": "B", "Value": "2"}]`, []string{"1 A=1", "1 B=2"}},
	} {
		found, problems := read(test.text)
		if !slices.Equal(found, test.want) || len(problems) > 0 {
			t.Errorf("%s:\n got %q %q\nwant %q", name, found, problems, test.want)
		}
	}
}

func TestReadProblems(t *testing.T) {
	for name, test := range map[string]struct {
		text     string
		found    []string
		problems []string
	}{
		"prose":           {"A=1\n  hello there\nB=2", []string{"1 A=1", "3 B=2"}, []string{"2:3 no NAME=value stands here"}},
		"many":            {strings.Repeat("?\n", 9) + "A=1", []string{"10 A=1"}, []string{"1:1 no NAME=value stands here", "2:1 no NAME=value stands here", "3:1 no NAME=value stands here", "4:1 no NAME=value stands here", "5:1 no NAME=value stands here", "6:1 from here on 4 more places cannot be read either"}},
		"one more":        {strings.Repeat("?\n", 6), nil, []string{"1:1 no NAME=value stands here", "2:1 no NAME=value stands here", "3:1 no NAME=value stands here", "4:1 no NAME=value stands here", "5:1 no NAME=value stands here", "6:1 no NAME=value stands here"}},
		"binary with =":   {"A=1\nB=2\x00\nC=3", nil, []string{"2:5 there are zero bytes, but this is not what env -0 prints"}},
		"rest of a value": {"A=" + strings.Repeat("aB3", 25) + "\n" + strings.Repeat("aB3", 10) + "ab==\nB=2", []string{"1 A=" + strings.Repeat("aB3", 25), "3 B=2"}, []string{"2:1 no NAME=value stands here"}},
		"open quote":      {"A=1\nB=\"x\nC=3", []string{"1 A=1", `2 B="x`, "3 C=3"}, []string{"2:3 this quote closes nowhere"}},
		"broken JSON":     {"{\n \"é\": \"1\" \"B\": 2}", nil, []string{"2:11 the JSON is malformed or breaks off here"}},
		"cut JSON":        {"{\"A\": \"1\",\n \"B\"", nil, []string{"2:4 the JSON is malformed or breaks off here"}},
		"broken line":     {"{\"key\":\"A\",\"value\":\"1\"}\n{\"key\":}\n{\"key\":\"C\",\"value\":\"3\"}", []string{"1 A=1", "3 C=3"}, []string{"2:8 the JSON is malformed or breaks off here"}},
		"list of strings": {"[\"A=1\"]", nil, []string{"1:2 a list may hold objects only"}},
		"behind JSON":     {"{\"A\": \"1\"}\nB=2", []string{"1 A=1"}, []string{"2:1 the JSON is malformed or breaks off here"}},
		"undecrypted":     {`{"Environment": {"Error": {"ErrorCode": "AccessDeniedException"}}}`, nil, []string{"1:17 Lambda could not decrypt these variables, so nothing is known of them"}},
		"binary":          {"\x00\x01\x02", nil, []string{"1:2 there are zero bytes, but this is not what env -0 prints"}},
		"UTF-16":          {"\xff\xfeA\x00", nil, []string{"1:1 it is UTF-16; save it as UTF-8"}},
		"env":             {"oh\nPATH=/bin\nPWD=/", []string{"2 PATH=/bin", "3 PWD=/"}, []string{"1:1 no NAME=value stands here"}},
	} {
		found, problems := read(test.text)
		if !slices.Equal(found, test.found) || !slices.Equal(problems, test.problems) {
			t.Errorf("%s:\n got %q %q\nwant %q %q", name, found, problems, test.found, test.problems)
		}
	}
}

// quoteDotenv writes a value as a dotenv file has it.
func quoteDotenv(value string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\r", `\r`, "$", `\$`).Replace(value) + `"`
}

// FuzzRead demands that nothing panics, that no problem shows what stands in a
// text, and that what is written as dotenv, env -0 and JSON is read again.
func FuzzRead(f *testing.F) {
	for _, text := range []string{"A=1", "A='x", `{"A":"1"}`, "[{\"key\":\"A\"", "PATH=\nPWD=\nx", "a\x00=b", "{}\n{", "-----BEGIN X-----", "A=`", "{\"\":{\"\":0}}"} {
		f.Add(text, "value")
	}
	f.Fuzz(func(t *testing.T, text, value string) {
		found, _ := Read(strings.NewReader(text))
		for _, e := range found {
			if leaks(fmt.Sprint(e)) {
				t.Errorf("an entry shows its value: %v", e)
			}
		}
		_, problems := Read(strings.NewReader(text + "\n" + canary() + " {" + canary() + "\"" + canary()))
		for _, p := range problems {
			if leaks(p.Message) || p.Line < 1 || p.Column < 1 {
				t.Errorf("problem %+v", p)
			}
		}
		roundTrip(t, "dotenv", "# x\nFIRST=1\nNAME="+quoteDotenv(value)+" # y\nLAST=3", value, strings.Contains(value, "\x00"))
		roundTrip(t, "env -0", "FIRST=1\x00NAME="+value+"\x00LAST=3\x00", value, strings.Contains(value, "\x00"))
		asJSON, err := json.Marshal(map[string]string{"FIRST": "1", "LAST": "3", "NAME": value})
		if err != nil {
			t.Fatal(err)
		}
		roundTrip(t, "JSON", string(asJSON), strings.ToValidUTF8(value, "\uFFFD"), strings.ToValidUTF8(value, "") != value)
	})
}

// roundTrip demands that NAME, between FIRST and LAST, is read as it was
// written, unless the format cannot hold it.
func roundTrip(t *testing.T, format, text, value string, cannot bool) {
	t.Helper()
	entries, problems := Read(bytes.NewReader([]byte(text)))
	if cannot {
		return
	}
	got := map[string]string{}
	for _, e := range entries {
		got[e.Name] = e.Value.plain()
	}
	if want := map[string]string{"FIRST": "1", "NAME": value, "LAST": "3"}; !maps.Equal(got, want) || len(problems) > 0 {
		t.Errorf("%s %q:\n got %q %v\nwant %q", format, text, got, problems, want)
	}
}
