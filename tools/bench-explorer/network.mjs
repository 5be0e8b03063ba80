// The networks that are drawn, as folders of sheets for "miteinander import".
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** draws gives the same random numbers each time (mulberry32). */
function draws(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

const cell = (v) => (/[;"\n]/.test(v) ? `"${v.replaceAll('"', '""')}"` : v)
function sheets(folder, files) {
  mkdirSync(folder, { recursive: true })
  for (const [name, rows] of Object.entries(files)) writeFileSync(join(folder, `${name}.csv`), rows.map((r) => r.map((v) => cell(String(v))).join(';')).join('\n') + '\n')
}

/**
 * invented writes a county of twelve areas: four ties of five stay within the area, and who has many ties gets more, so that
 * there are hubs as in towns. Levels 2 to 4.
 */
export function invented(folder, name, nodes, ties) {
  const random = draws(nodes)
  const pick = (list) => list[Math.floor(random() * list.length)]
  const areas = ['Nord', 'Süd', 'Ost', 'West', 'Altstadt', 'Neustadt', 'Hafen', 'Bergviertel', 'Seeheim', 'Lindenau', 'Waldstadt', 'Grünau']
  const kinds = ['Kita', 'Grundschule', 'Familienzentrum', 'Beratungsstelle', 'Sportverein', 'Kinderarztpraxis', 'Jugendtreff', 'Hebammenpraxis']
  const providers = ['frei gemeinnützig', 'öffentlich', 'kirchlich']
  const of = Array.from({ length: nodes }, () => Math.floor(random() * areas.length))
  const within = areas.map((_, a) => of.flatMap((x, i) => (x === a ? [i] : [])))
  const ends = []
  const known = new Set()
  while (known.size < ties) {
    const a = random() < 0.5 && ends.length ? pick(ends) : Math.floor(random() * nodes)
    const b = random() < 0.8 ? pick(within[of[a]]) : Math.floor(random() * nodes)
    const key = a < b ? `${a};${b}` : `${b};${a}`
    if (a === b || known.has(key)) continue
    known.add(key)
    ends.push(a, b)
  }
  sheets(folder, {
    Einstellungen: [['Schlüssel', 'Wert'], ['Name', name], ['Stand', '30.06.2025']],
    Planungsraeume: [['Kennung', 'Name'], ...areas.map((a, i) => [`R${i}`, a])],
    Lebensphasen: [['Kennung', 'Name'], ['u3', 'unter 3 Jahre'], ['ks', '3 Jahre bis Schuleintritt']],
    Institutionen: [['Kennung', 'Name', 'Art', 'Träger', 'Trägerart', 'Planungsräume'],
      ...of.map((a, i) => { const k = pick(kinds); return [`i${i}`, `${k} ${areas[a]} ${i}`, k, `Träger ${i % 37}`, providers[(i % 37) % 3], `R${a}`] })],
    Kooperationen: [['Von', 'Nach', 'Stufe', 'Stand'], ...[...known].map((k) => [...k.split(';').map((i) => `i${i}`), 2 + Math.floor(random() * 3), '30.06.2025'])],
  })
}

/** berlin writes which school of Berlin names which partner (2017); the file is described where it lies. False without it. */
export function berlin(folder, source) {
  if (!existsSync(source)) return false
  const [head, ...rows] = read(readFileSync(source, 'utf8'), ',')
  const at = Object.fromEntries(head.map((h, i) => [h, i]))
  const ids = new Map()
  const institutions = []
  const one = (name, kind) => {
    const key = name.trim().toLowerCase()
    if (!ids.has(key)) {
      ids.set(key, `b${ids.size}`)
      institutions.push([ids.get(key), name.trim(), kind || 'Unbestimmt'])
    }
    return ids.get(key)
  }
  const ties = new Set()
  for (const r of rows) {
    if (r.length < head.length || !r[at.Schule].trim() || !r[at.partner_name].trim()) continue
    const [a, b] = [one(r[at.Schule], r[at.school_type]), one(r[at.partner_name], r[at.Type_grob])]
    if (a !== b && !ties.has(`${b};${a}`)) ties.add(`${a};${b}`)
  }
  sheets(folder, {
    Einstellungen: [['Schlüssel', 'Wert'], ['Name', 'Berlin'], ['Stand', '30.06.2017']],
    Institutionen: [['Kennung', 'Name', 'Art'], ...institutions],
    Kooperationen: [['Von', 'Nach', 'Stufe', 'Stand'], ...[...ties].map((t) => [...t.split(';'), 2, '30.06.2017'])],
  })
  return true
}

/** read splits a file of separated values with quotes. */
function read(text, separator) {
  const rows = [[]]
  let [value, quoted] = ['', false]
  for (let i = 0; i < text.length; i++) {
    const c = text[i]
    if (quoted) {
      if (c === '"' && text[i + 1] === '"') (value += '"'), i++
      else if (c === '"') quoted = false
      else value += c
    } else if (c === '"') quoted = true
    else if (c === separator) rows.at(-1).push(value), (value = '')
    else if (c === '\n') rows.at(-1).push(value.replace(/\r$/, '')), (value = ''), rows.push([])
    else value += c
  }
  if (value || rows.at(-1).length) rows.at(-1).push(value)
  return rows.filter((r) => r.length > 1)
}
