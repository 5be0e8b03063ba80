// Package storetest holds the promise of graph.Store as tests that every store passes without exception:
//
//	fixtures.go  the small networks that all tests speak of
//	model.go     a store in memory over Apply: what the others are compared with
//	contract.go  Run(t, open): the list of promises
//	promise_*.go one promise each, by topic
//	walk.go      random operations on several stores at once, and what they answered
//	faults.go    stores with a planted fault, and the proof that the promises find it
package storetest
