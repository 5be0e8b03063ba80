import { crc32, inflateRawSync } from 'node:zlib'

/** unzip gives the parts of a zip: names from the central directory, bytes by inflate. */
export function unzip(zip: Buffer): Map<string, Buffer> {
  const out = new Map<string, Buffer>()
  let at = zip.readUInt32LE(zip.lastIndexOf(Buffer.from('PK\x05\x06')) + 16)
  while (zip.readUInt32LE(at) === 0x02014b50) {
    const [method, packed, nameLength, extra, comment, local] = [zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 20), zip.readUInt16LE(at + 28), zip.readUInt16LE(at + 30), zip.readUInt16LE(at + 32), zip.readUInt32LE(at + 42)]
    const name = zip.subarray(at + 46, at + 46 + nameLength).toString()
    const data = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)
    const bytes = zip.subarray(data, data + packed)
    out.set(name, method === 0 ? bytes : inflateRawSync(bytes))
    at += 46 + nameLength + extra + comment
  }
  return out
}

/** rezip stores parts in a zip of their own. */
export function rezip(parts: Map<string, Buffer>): Buffer {
  const local: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const [name, body] of parts) {
    const title = Buffer.from(name)
    const head = Buffer.alloc(26)
    head.writeUInt16LE(20, 0)
    head.writeUInt16LE(0x0800, 2)
    head.writeUInt32LE(crc32(body), 10)
    head.writeUInt32LE(body.length, 14)
    head.writeUInt32LE(body.length, 18)
    head.writeUInt16LE(title.length, 22)
    local.push(Buffer.from('PK\x03\x04'), head, title, body)
    const entry = Buffer.alloc(16)
    entry.writeUInt32LE(at, 12)
    directory.push(Buffer.from('PK\x01\x02'), Buffer.from([20, 0]), head.subarray(0, 24), Buffer.alloc(2), entry.subarray(2), title)
    at += 30 + title.length + body.length
  }
  const size = directory.reduce((n, b) => n + b.length, 0)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(parts.size, 4)
  end.writeUInt16LE(parts.size, 6)
  end.writeUInt32LE(size, 8)
  end.writeUInt32LE(at, 12)
  return Buffer.concat([...local, ...directory, Buffer.from('PK\x05\x06'), end])
}

const plain = (s: string) => s.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&#34;', '"').replaceAll('&amp;', '&')
const marked = (s: string) => s.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** sheetOf finds the part of a sheet by its name. */
function sheetOf(parts: Map<string, Buffer>, name: string): string {
  const rel = new RegExp(`<sheet name="${name}"[^>]* r:id="([^"]+)"`).exec(parts.get('xl/workbook.xml')?.toString() ?? '')?.[1] ?? ''
  const target = [...(parts.get('xl/_rels/workbook.xml.rels')?.toString() ?? '').matchAll(/<Relationship [^>]+>/g)].find((m) => m[0].includes(`Id="${rel}"`))?.[0]
  return `xl/${(/Target="([^"]+)"/.exec(target ?? '')?.[1] ?? '').replace(/^\/xl\//, '')}`
}

/** readSheet gives the cells of a sheet as texts. */
export function readSheet(workbook: Buffer, name: string): string[][] {
  const parts = unzip(workbook)
  const shared = [...(parts.get('xl/sharedStrings.xml')?.toString() ?? '').matchAll(/<si>(.*?)<\/si>/gs)].map((m) => plain((m[1] ?? '').replace(/<[^>]+>/g, '')))
  const xml = parts.get(sheetOf(parts, name))?.toString() ?? ''
  return [...xml.matchAll(/<row [^>]*>(.*?)<\/row>/gs)].map((row) => {
    const cells: string[] = []
    for (const c of (row[1] ?? '').matchAll(/<c r="([A-Z]+)\d+"([^>]*?)(?:\/>|>(.*?)<\/c>)/gs)) {
      const column = [...(c[1] ?? '')].reduce((n, x) => n * 26 + x.charCodeAt(0) - 64, 0) - 1
      const value = plain((c[3] ?? '').replace(/<[^>]+>/g, ''))
      while (cells.length < column) cells.push('')
      cells[column] = c[2]?.includes('t="s"') ? (shared[Number(value)] ?? '') : value
    }
    return cells
  })
}

/** writeSheet saves a workbook with other cells in one of its sheets, as a spreadsheet program would: a row for each list, texts in cells. */
export function writeSheet(workbook: Buffer, name: string, rows: string[][]): Buffer {
  const parts = unzip(workbook)
  const part = sheetOf(parts, name)
  const data = rows.map((r, i) => `<row r="${i + 1}">${r.map((v, j) => (v === '' ? '' : `<c r="${String.fromCharCode(65 + j)}${i + 1}" t="inlineStr"><is><t xml:space="preserve">${marked(v)}</t></is></c>`)).join('')}</row>`).join('')
  const was = parts.get(part)?.toString() ?? ''
  parts.set(part, Buffer.from(was.replace(/<sheetData>.*<\/sheetData>|<sheetData\/>/s, () => `<sheetData>${data}</sheetData>`).replace(/<cols>.*<\/cols>/s, '')))
  return rezip(parts)
}
