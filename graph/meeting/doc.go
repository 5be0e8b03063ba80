// Package meeting makes what a steering group looks at together: a sequence of slides, each with one sentence, one picture and the
// table of the same facts, and the decisions that were noted beside them.
//
//	sequence.go   what is kept: a Sequence of SlideSpecs as a document, its checks
//	slide.go      what is shown: a Slide, with its picture drawn
//	decisions.go  measures that were noted in a meeting
//
// A slide is made anew from the data each time; only what somebody wrote or chose is kept. The same data give the same slides.
package meeting
