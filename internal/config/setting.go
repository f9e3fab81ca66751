package config

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// plurals are the keys that are not spelled as the flags that say the same.
var plurals = map[string]string{"regions": "region", "exclude_accounts": "exclude-account"}

// settingKeys are the keys that flags have, too.
var settingKeys = []string{
	"account_role", "allow_partial", "baseline", "budget", "custom_rules", "days", "exclude_accounts", "fail_on", "fast", "max_calls", "min_score", "output",
	"parallel_accounts", "regions", "rps", "tag_columns", "thorough", "unused",
}

// flagOf returns the flag that says what a key says.
func flagOf(key string) string {
	if flag, ok := plurals[key]; ok {
		return flag
	}
	return strings.ReplaceAll(key, "_", "-")
}

// KeyOf returns the key that says, or would say, what a flag says.
func KeyOf(flag string) string {
	for key, plural := range plurals {
		if flag == plural {
			return key
		}
	}
	return strings.ReplaceAll(flag, "-", "_")
}

// settingsIn returns what the file says of what flags can say, by flag.
func settingsIn(values map[string]any) map[string][]string {
	said := map[string][]string{}
	for _, key := range settingKeys {
		switch value := values[key].(type) {
		case nil:
		case []any:
			texts := make([]string, len(value))
			for i := range value {
				texts[i] = textOf(value[i])
			}
			said[flagOf(key)] = texts
		default:
			said[flagOf(key)] = []string{textOf(value)}
		}
	}
	return said
}

// textOf writes a value as a flag takes it.
func textOf(value any) string {
	if number, ok := value.(float64); ok {
		return strconv.FormatFloat(number, 'f', -1, 64)
	}
	return fmt.Sprint(value)
}

// Says returns the flags that the file says something about, sorted.
func (f *File) Says() []string { return slices.Sorted(maps.Keys(f.Settings)) }
