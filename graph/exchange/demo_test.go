package exchange

import "testing"

// The demo network is read without a single error or warning that a user would have to mind.
func TestReadNetwork_Demo(t *testing.T) {
	s, bad, err := ReadNetwork("../../cmd/miteinander/demo")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range bad {
		t.Error(e)
	}
	if s != nil && s.Settings().Name == "" {
		t.Error("no name")
	}
}
