package exchange

import (
	"bytes"
	"runtime"
	"testing"

	"github.com/xuri/excelize/v2"

	"miteinander/graph"
)

// 100,000 rows with 137 errors: read, plan, operations for the valid rows (safety.md I1). Each b.N reports heap in MB as well.
func BenchmarkImport_100000Rows(b *testing.B) {
	p := plant(33_200, 137, false)
	file := p.csv(b)
	b.Logf("%d KB of zip", len(file)>>10)
	b.ResetTimer()
	for range b.N {
		tables, err := ReadTables("x.zip", bytes.NewReader(file), DefaultLimits())
		if err != nil {
			b.Fatal(err)
		}
		plan, err := NewPlan(graph.NewSnapshot("n"), tables, nil, Options{Name: "n"})
		if err != nil || len(plan.Errors) != 137 {
			b.Fatal(err, len(plan.Errors))
		}
		ops := plan.Ops(true, Keep)
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		b.ReportMetric(float64(m.HeapAlloc>>20), "heap-MB")
		b.ReportMetric(float64(len(ops)), "ops")
	}
}

func workbook100k(b *testing.B) []byte {
	b.Helper()
	f := excelize.NewFile()
	defer f.Close()
	sw, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		b.Fatal(err)
	}
	for r := range 100_000 {
		row := []any{formatInt(int64(r)), "Haus " + formatInt(int64(r)), "Kita", "Träger", "N|S", "ja", 7743, 50.9, "Notiz", 45838}
		if err := sw.SetRow("A"+formatInt(int64(r+1)), row); err != nil {
			b.Fatal(err)
		}
	}
	if err := sw.Flush(); err != nil {
		b.Fatal(err)
	}
	buf, err := f.WriteToBuffer()
	if err != nil {
		b.Fatal(err)
	}
	return buf.Bytes()
}

// Our reader of cells beside excelize's row reader on the same 100,000 rows.
func BenchmarkWorkbook_100000Rows(b *testing.B) {
	file := workbook100k(b)
	b.Run("ours", func(b *testing.B) {
		for range b.N {
			if _, err := ReadTables("x.xlsx", bytes.NewReader(file), DefaultLimits()); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("excelize", func(b *testing.B) {
		for range b.N {
			f, err := excelize.OpenReader(bytes.NewReader(file), excelize.Options{UnzipSizeLimit: 64 << 20, UnzipXMLSizeLimit: 64 << 20})
			if err != nil {
				b.Fatal(err)
			}
			rows, err := f.Rows("Sheet1")
			if err != nil {
				b.Fatal(err)
			}
			for rows.Next() {
				if _, err := rows.Columns(); err != nil {
					b.Fatal(err)
				}
			}
			_ = rows.Close()
			_ = f.Close()
		}
	})
}
