package custom

import (
	"fmt"
	"reflect"
	"strings"

	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"

	"lambda-audit/audit"
)

// catalog tells CEL of the types of facts: their fields have the names that a
// snapshot's lines have. Only what is declared before the first expression is
// compiled is known.
type catalog struct {
	*types.Registry
	structs map[string]reflect.Type
	// missed are the structs in which a field was looked for in vain, by its name.
	missed func(structType, field string)
}

func newCatalog() (*catalog, error) {
	registry, err := types.NewRegistry()
	if err != nil {
		return nil, fmt.Errorf("prepare the types of expressions: %w", err)
	}
	c := &catalog{Registry: registry, structs: map[string]reflect.Type{}, missed: func(string, string) {}}
	for _, f := range audit.Facts() {
		c.declare(f.Info().Type)
	}
	return c, nil
}

// declare returns the CEL type of a Go type, and makes its structs known.
func (c *catalog) declare(t reflect.Type) *types.Type {
	switch t.Kind() {
	case reflect.String:
		return types.StringType
	case reflect.Bool:
		return types.BoolType
	case reflect.Int, reflect.Int64:
		return types.IntType
	case reflect.Float64:
		return types.DoubleType
	case reflect.Slice:
		return types.NewListType(c.declare(t.Elem()))
	case reflect.Map:
		return types.NewMapType(c.declare(t.Key()), c.declare(t.Elem()))
	case reflect.Pointer:
		if t.Elem().Kind() == reflect.Struct {
			return c.declare(t.Elem())
		}
		return types.NewNullableType(c.declare(t.Elem()))
	case reflect.Struct:
		if other := c.structs[t.Name()]; other != nil && other != t {
			panic(fmt.Sprintf("two types of facts are named %s", t.Name()))
		}
		if c.structs[t.Name()] == nil {
			c.structs[t.Name()] = t
			for i := range t.NumField() {
				c.declare(t.Field(i).Type)
			}
		}
		return types.NewObjectType(t.Name())
	}
	panic(fmt.Sprintf("no expression can read a %s", t))
}

// FindStructType finds the type of a fact's struct.
func (c *catalog) FindStructType(name string) (*types.Type, bool) {
	if c.structs[name] == nil {
		return c.Registry.FindStructType(name)
	}
	return types.NewTypeTypeWithParam(types.NewObjectType(name)), true
}

// FindStructFieldNames returns the names of a struct's fields, as a snapshot has
// them.
func (c *catalog) FindStructFieldNames(name string) ([]string, bool) {
	t := c.structs[name]
	if t == nil {
		return c.Registry.FindStructFieldNames(name)
	}
	names := make([]string, t.NumField())
	for i := range names {
		names[i] = fieldName(t.Field(i))
	}
	return names, true
}

// FindStructFieldType finds a field of a struct by its name in a snapshot.
func (c *catalog) FindStructFieldType(name, field string) (*types.FieldType, bool) {
	t := c.structs[name]
	if t == nil {
		return c.Registry.FindStructFieldType(name, field)
	}
	for i := range t.NumField() {
		if f := t.Field(i); fieldName(f) == field {
			return &types.FieldType{
				Type:    c.declare(f.Type),
				IsSet:   func(target any) bool { return isSet(target, i) },
				GetFrom: func(target any) (any, error) { return fieldOf(target, i, field) },
			}, true
		}
	}
	c.missed(name, field)
	return nil, false
}

// NewValue refuses to make a struct: expressions read facts, they make none.
func (c *catalog) NewValue(name string, fields map[string]ref.Val) ref.Val {
	if c.structs[name] == nil {
		return c.Registry.NewValue(name, fields)
	}
	return types.NewErr("no expression can make a value of the type %s", name)
}

// NativeToValue makes a value of CEL of a Go value.
func (c *catalog) NativeToValue(value any) ref.Val {
	v := reflect.ValueOf(value)
	switch {
	case !v.IsValid():
		return types.NullValue
	case v.Kind() == reflect.Pointer && c.structs[v.Type().Elem().Name()] == v.Type().Elem():
		return c.NativeToValue(plain(v))
	case v.Kind() == reflect.Struct && c.structs[v.Type().Name()] == v.Type():
		return &object{c, v}
	case v.Kind() == reflect.String && v.Type() != reflect.TypeFor[string]():
		return c.Registry.NativeToValue(v.String())
	case v.Kind() == reflect.Slice:
		return types.NewDynamicList(c, value)
	case v.Kind() == reflect.Map:
		return types.NewDynamicMap(c, value)
	}
	return c.Registry.NativeToValue(value)
}

// fieldName is a field's name in a snapshot.
func fieldName(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	return name
}
