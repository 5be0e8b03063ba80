import { shown, type Column } from '../model/table.ts'

// A table as an Excel workbook, made in the browser: header bold and frozen, filters set, widths that fit. Every text is a cell of type
// text, so that no spreadsheet runs what stands in it. The parts are stored and not packed, which every program reads.

const text = (s: string) =>
  // eslint-disable-next-line no-control-regex
  s.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

const letters = (n: number): string => (n < 26 ? String.fromCharCode(65 + n) : letters(Math.floor(n / 26) - 1) + letters(n % 26))

/** workbook gives the bytes of an .xlsx with one sheet. Numbers of numeric columns stay numbers. */
export function workbook<Row>(name: string, columns: Column<Row>[], rows: Row[]): Uint8Array<ArrayBuffer> {
  const last = `${letters(columns.length - 1)}${rows.length + 1}`
  const string = (ref: string, s: string, style: number) => (s === '' ? '' : `<c r="${ref}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${text(s.slice(0, 32_000))}</t></is></c>`)
  const cell = (c: Column<Row>, r: Row, ref: string) => {
    const v = c.value(r)
    return c.numeric && typeof v === 'number' && Number.isFinite(v) ? `<c r="${ref}"><v>${v}</v></c>` : string(ref, shown(c, r), 2)
  }
  const widths = columns.map((c) => Math.min(48, Math.max(8, c.label.length + 4, ...rows.slice(0, 500).map((r) => shown(c, r).length + 1))))
  const sheet = [
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">',
    `<dimension ref="A1:${last}"/><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>`,
    `<cols>${widths.map((w, i) => `<col min="${i + 1}" max="${i + 1}" width="${w}" customWidth="1"/>`).join('')}</cols><sheetData>`,
    `<row r="1">${columns.map((c, i) => string(`${letters(i)}1`, c.label, 1)).join('')}</row>`,
    ...rows.map((r, n) => `<row r="${n + 2}">${columns.map((c, i) => cell(c, r, `${letters(i)}${n + 2}`)).join('')}</row>`),
    `</sheetData><autoFilter ref="A1:${last}"/><pageSetup orientation="landscape" paperSize="9" fitToHeight="0"/></worksheet>`,
  ].join('')
  const title = text(name.replace(/[[\]:*?/\\]/g, ' ').slice(0, 31).trim() || 'Tabelle')
  const main = 'http://schemas.openxmlformats.org'
  const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
  return zip([
    ['[Content_Types].xml', `${head}<Types xmlns="${main}/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>`],
    ['_rels/.rels', `${head}<Relationships xmlns="${main}/package/2006/relationships"><Relationship Id="rId1" Type="${main}/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`],
    ['xl/workbook.xml', `${head}<workbook xmlns="${main}/spreadsheetml/2006/main" xmlns:r="${main}/officeDocument/2006/relationships"><sheets><sheet name="${title}" sheetId="1" r:id="rId1"/></sheets><definedNames><definedName name="_xlnm._FilterDatabase" localSheetId="0" hidden="1">'${title.replaceAll("'", "''")}'!$A$1:$${letters(columns.length - 1)}$${rows.length + 1}</definedName></definedNames></workbook>`],
    ['xl/_rels/workbook.xml.rels', `${head}<Relationships xmlns="${main}/package/2006/relationships"><Relationship Id="rId1" Type="${main}/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${main}/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>`],
    ['xl/styles.xml', `${head}<styleSheet xmlns="${main}/spreadsheetml/2006/main"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFE6EBF0"/></patternFill></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf/><xf fontId="1" fillId="2" applyFont="1" applyFill="1" applyAlignment="1"><alignment vertical="center" wrapText="1"/></xf><xf numFmtId="49" applyNumberFormat="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf></cellXfs></styleSheet>`],
    ['xl/worksheets/sheet1.xml', sheet],
  ])
}

const table = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1
  return c
})
function crc(bytes: Uint8Array): number {
  let c = 0xffffffff
  for (const b of bytes) c = (table[(c ^ b) & 255] ?? 0) ^ (c >>> 8)
  return (c ^ 0xffffffff) >>> 0
}

/** zip stores parts one after the other, then their directory. */
function zip(parts: [string, string][]): Uint8Array<ArrayBuffer> {
  const encode = new TextEncoder()
  const files = parts.map(([name, body]) => ({ name: encode.encode(name), body: encode.encode(body) }))
  const out = new Uint8Array(files.reduce((n, f) => n + 76 + 2 * f.name.length + f.body.length, 22))
  const view = new DataView(out.buffer)
  let at = 0
  const put = (...fields: [2 | 4, number][]) => {
    for (const [size, v] of fields) {
      if (size === 2) view.setUint16(at, v, true)
      else view.setUint32(at, v, true)
      at += size
    }
  }
  const bytes = (b: Uint8Array) => {
    out.set(b, at)
    at += b.length
  }
  const utf8 = 0x0800
  const day = 0x5821 // 1 January 2024: the same table gives the same bytes
  const places = files.map((f) => {
    const start = at
    const sum = crc(f.body)
    put([4, 0x04034b50], [2, 20], [2, utf8], [2, 0], [2, 0], [2, day], [4, sum], [4, f.body.length], [4, f.body.length], [2, f.name.length], [2, 0])
    bytes(f.name)
    bytes(f.body)
    return { start, sum }
  })
  const directory = at
  files.forEach((f, i) => {
    const p = places[i]
    if (!p) return
    put([4, 0x02014b50], [2, 20], [2, 20], [2, utf8], [2, 0], [2, 0], [2, day], [4, p.sum], [4, f.body.length], [4, f.body.length], [2, f.name.length], [2, 0], [2, 0], [2, 0], [2, 0], [4, 0], [4, p.start])
    bytes(f.name)
  })
  const size = at - directory
  put([4, 0x06054b50], [2, 0], [2, 0], [2, files.length], [2, files.length], [4, size], [4, directory], [2, 0])
  return out
}
