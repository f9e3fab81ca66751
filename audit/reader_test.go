package audit

import "testing"

func TestNarrowedReaderRefusesWhatIsNotDeclared(t *testing.T) {
	k, err := Pretend(testHeader(), nil, noted.Is("eu-west-1", map[string]float64{"x": 1}))
	if err != nil {
		t.Fatal(err)
	}
	r := k.Narrow("rule x", []Dep{noted})
	if v, err := noted.Of(r, "eu-west-1"); err != nil || v["x"] != 1 {
		t.Errorf("%v, %v", v, err)
	}
	defer func() {
		if recover() == nil {
			t.Error("an undeclared fact was read")
		}
	}()
	_, _ = swept.Of(r, "eu-west-1")
}

func TestViewIsComputedOncePerSubject(t *testing.T) {
	computed := 0
	view := RegisterView(View[float64]{Name: "double", From: []Dep{noted}, Compute: func(r Reader, id string) (float64, error) {
		computed++
		v, err := noted.Of(r, id)
		return 2 * v["x"], err
	}})
	k, err := Pretend(testHeader(), nil, noted.Is("eu-west-1", map[string]float64{"x": 1}))
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if v, err := view.Of(k.Narrow("rule x", []Dep{view}), "eu-west-1"); v != 2 || err != nil {
			t.Errorf("%v, %v", v, err)
		}
	}
	if computed != 1 {
		t.Errorf("computed %d times", computed)
	}
	if err := k.put(noted, "eu-west-1", "", []byte(`{"x":5}`), nil); err != nil {
		t.Fatal(err)
	}
	if v, _ := view.Of(k.Reader(), "eu-west-1"); v != 10 {
		t.Errorf("after a change the view is %v", v)
	}
}
