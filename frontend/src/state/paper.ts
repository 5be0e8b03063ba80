/**
 * onPaper makes the next prints sheets of their own: A4 upright, with nothing of the page around them. It gives what takes
 * that back. The policy of the page forbids inline styles, so the rules come as a sheet made by the program.
 */
export function onPaper(): () => void {
  const rules = new CSSStyleSheet()
  rules.replaceSync(`
    @page { size: A4 portrait; margin: 14mm; }
    @media print { main > .print-only, main > .page, .invented { display: none !important; } }
  `)
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, rules]
  return () => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((s) => s !== rules)
  }
}
