package custom

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"cel.dev/cel-go/common/types"
)

// Params are the parameters of a custom rule, which its file names: numbers, texts,
// true or false, and lists of texts.
type Params struct{ values map[string]any }

// MarshalJSON writes the parameters as an object.
func (p *Params) MarshalJSON() ([]byte, error) { return json.Marshal(p.values) }

// UnmarshalJSON puts an object's members over the parameters that are there, each
// of which keeps its type.
func (p *Params) UnmarshalJSON(raw []byte) error {
	var given map[string]json.RawMessage
	if err := json.Unmarshal(raw, &given); err != nil {
		return err
	}
	values := maps.Clone(p.values)
	if values == nil {
		values = make(map[string]any, len(given))
	}
	for _, name := range slices.Sorted(maps.Keys(given)) {
		value, err := paramOf(given[name])
		if err != nil {
			return fmt.Errorf("%s %w", name, err)
		}
		if before, there := values[name]; there && paramType(before) != paramType(value) {
			return fmt.Errorf("%s must be %s", name, paramWords[paramType(before)])
		}
		values[name] = value
	}
	p.values = values
	return nil
}

func paramOf(raw json.RawMessage) (any, error) {
	var texts []string
	if json.Unmarshal(raw, &texts) == nil && texts != nil {
		return texts, nil
	}
	var value any
	if err := json.Unmarshal(raw, &value); err != nil {
		return nil, err
	}
	if paramType(value) == nil {
		return nil, fmt.Errorf("must be a number, a text, true or false, or a list of texts")
	}
	return value, nil
}

var listOfTexts = types.NewListType(types.StringType)

// paramWords tell people what a parameter's type takes.
var paramWords = map[*types.Type]string{
	types.DoubleType: "a number", types.StringType: "a text", types.BoolType: "true or false", listOfTexts: "a list of texts",
}

// paramType is a parameter's type in expressions; nil where it can have none.
// All numbers are double, so that an override may have a fraction.
func paramType(value any) *types.Type {
	switch value.(type) {
	case float64:
		return types.DoubleType
	case string:
		return types.StringType
	case bool:
		return types.BoolType
	case []string:
		return listOfTexts
	}
	return nil
}
