package exchange

import (
	"math"

	"github.com/xuri/excelize/v2"
)

// letters is the font that spreadsheets use by themselves; a style that names none gets another one in some programs.
const letters = "Calibri"

// pageWidth is how many characters across a printed page can still be read.
const pageWidth = 190.0

// paper lets a sheet be printed as it is read: A4 across, over as many pages side by side as its columns need, the header on
// each, name and page number at the foot. header is the row of the column names, width the sum of the columns. Call it before a
// sheet is streamed.
func paper(f *excelize.File, sheet, header string, width float64) error {
	yes, landscape, size, wide, high := true, "landscape", 9, max(1, int(math.Round(width/pageWidth))), 0
	if err := f.SetSheetProps(sheet, &excelize.SheetPropsOptions{FitToPage: &yes}); err != nil {
		return err
	}
	if err := f.SetPageLayout(sheet, &excelize.PageLayoutOptions{Orientation: &landscape, Size: &size, FitToWidth: &wide, FitToHeight: &high}); err != nil {
		return err
	}
	side, top := 0.4, 0.6
	if err := f.SetPageMargins(sheet, &excelize.PageLayoutMarginsOptions{Left: &side, Right: &side, Top: &top, Bottom: &top}); err != nil {
		return err
	}
	if err := f.SetHeaderFooter(sheet, &excelize.HeaderFooterOptions{OddFooter: "&L&A&R&P / &N"}); err != nil {
		return err
	}
	return f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: "'" + sheet + "'!$" + header + ":$" + header, Scope: sheet})
}
