package custom

import (
	"fmt"
	"reflect"
	"strings"

	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/common/types/traits"
)

// An object is a struct of a fact as CEL sees it.
type object struct {
	catalog *catalog
	value   reflect.Value
}

// ConvertToNative gives the struct out as it is.
func (o *object) ConvertToNative(wanted reflect.Type) (any, error) {
	if o.value.Type().AssignableTo(wanted) {
		return o.value.Interface(), nil
	}
	return nil, fmt.Errorf("a %s is no %s", o.value.Type().Name(), wanted)
}

// ConvertToType tells the type; there is no other to convert to.
func (o *object) ConvertToType(wanted ref.Type) ref.Val {
	if wanted == types.TypeType {
		return types.NewObjectType(o.value.Type().Name())
	}
	return types.NewErr("a %s cannot be converted to %s", o.value.Type().Name(), wanted.TypeName())
}

// Equal compares all fields.
func (o *object) Equal(other ref.Val) ref.Val {
	their, ok := other.(*object)
	return types.Bool(ok && reflect.DeepEqual(o.Value(), their.Value()))
}

// Type is the struct's, with what can be done with it.
func (o *object) Type() ref.Type {
	return types.NewObjectType(o.value.Type().Name(), traits.FieldTesterType|traits.IndexerType)
}

// Value returns the struct.
func (o *object) Value() any { return o.value.Interface() }

// IsSet reports whether a snapshot's line would hold the field.
func (o *object) IsSet(field ref.Val) ref.Val {
	name, _ := field.Value().(string)
	t, ok := o.catalog.FindStructFieldType(o.value.Type().Name(), name)
	if !ok {
		return types.NewErr("%s has no field %s", o.value.Type().Name(), name)
	}
	return types.Bool(t.IsSet(o.Value()))
}

// Get reads a field.
func (o *object) Get(field ref.Val) ref.Val {
	name, _ := field.Value().(string)
	t, ok := o.catalog.FindStructFieldType(o.value.Type().Name(), name)
	if !ok {
		return types.NewErr("%s has no field %s", o.value.Type().Name(), name)
	}
	value, err := t.GetFrom(o.Value())
	if err != nil {
		return types.WrapErr(err)
	}
	return o.catalog.NativeToValue(value)
}

// plain returns what stands behind pointers; nothing is null.
func plain(v reflect.Value) any {
	for v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return types.NullValue
		}
		v = v.Elem()
	}
	return v.Interface()
}

// structIn returns the struct that a field is read from; false where there is none.
func structIn(target any) (reflect.Value, bool) {
	v := reflect.ValueOf(target)
	for v.Kind() == reflect.Pointer && !v.IsNil() {
		v = v.Elem()
	}
	return v, v.Kind() == reflect.Struct
}

func fieldOf(target any, at int, name string) (any, error) {
	v, ok := structIn(target)
	if !ok {
		return nil, fmt.Errorf("%s is read of nothing: has(…) tells whether there is anything", name)
	}
	return plain(v.Field(at)), nil
}

// isSet reports whether a snapshot's line would hold the field: one that is null,
// or that is left out because it says nothing, is not set.
func isSet(target any, at int) bool {
	v, ok := structIn(target)
	if !ok {
		return false
	}
	field := v.Field(at)
	if field.Kind() == reflect.Pointer {
		return !field.IsNil()
	}
	_, options, _ := strings.Cut(v.Type().Field(at).Tag.Get("json"), ",")
	return options != "omitempty" || !emptied(field)
}

// emptied reports whether omitempty leaves the value out.
func emptied(v reflect.Value) bool {
	if kind := v.Kind(); kind == reflect.Slice || kind == reflect.Map {
		return v.Len() == 0
	}
	return v.IsZero()
}
