package server

import "testing"

func TestOpenAPI(t *testing.T) {
	b, err := OpenAPI(Build{})
	if err != nil {
		t.Fatal(err)
	}
	t.Log(len(b))
}
