package audit_test

import "testing"

var pageLines []scaleLine

func writePage(t *testing.T) {}
