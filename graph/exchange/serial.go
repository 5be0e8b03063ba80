package exchange

import (
	"math"
	"time"

	"miteinander/graph"
)

// serialDate is the civil day of a spreadsheet's serial number. Day 1 is 1 January 1900 and 29 February 1900 is counted
// although it was none; in the 1904 system day 0 is 1 January 1904.
func serialDate(serial float64, from1904 bool) graph.Date {
	days := int(math.Floor(serial + 1e-9))
	if from1904 {
		return graph.DateOf(time.Date(1904, 1, 1+days, 0, 0, 0, 0, time.UTC))
	}
	if days > 59 {
		days--
	}
	return graph.DateOf(time.Date(1899, 12, 31+days, 0, 0, 0, 0, time.UTC))
}

// serialOf is the serial number of a day from 1 March 1900 on.
func serialOf(d graph.Date) int64 {
	t := time.Date(int(d.Year), time.Month(d.Month), int(d.Day), 0, 0, 0, 0, time.UTC)
	return (t.Unix() - time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).Unix()) / 86_400 // a Duration would end after 292 years
}
