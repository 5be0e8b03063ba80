import type { StylesheetJson } from 'cytoscape'
import type { Look } from '../api/types.ts'
import { readable } from './names.ts'

/** explorerStyle writes the one table of looks as the explorer's style sheet. Of many nodes the names are painted apart: measuring them takes the engine longest. */
export function explorerStyle(style: Record<string, Look>, font: number, family: string, many: boolean): StylesheetJson {
  const out: StylesheetJson = [
    {
      selector: 'node',
      style: {
        shape: 'round-rectangle', width: 'data(w)', height: 'data(h)', 'background-color': 'data(fill)', 'border-color': 'data(edge)', 'border-width': 0.7,
        'overlay-opacity': 0, 'z-index': 10,
        ...(many ? {} : {
          label: 'data(text)', 'text-wrap': 'wrap', 'text-max-width': '1000px', 'font-size': 'data(font)', 'font-family': family, color: '#1b2430',
          'text-valign': 'center', 'text-halign': 'center', 'line-height': 1.12, 'min-zoomed-font-size': readable,
        }),
      },
    },
    {
      selector: 'edge',
      style: { 'curve-style': many ? 'haystack' : 'straight', 'haystack-radius': 0, 'line-cap': 'butt', 'overlay-opacity': 0, 'z-index': 1 },
    },
  ]
  for (const [role, look] of Object.entries(style)) {
    if (look.form) {
      const shape = look.form === 'ellipse' || look.form === 'double_ellipse' ? 'ellipse' : look.form === 'note' ? 'polygon' : 'round-rectangle'
      const s: Record<string, unknown> = { shape, 'border-width': look.width ?? 0.7 }
      if (look.form === 'note') s['shape-polygon-points'] = '-1 -1 0.82 -1 1 -0.45 1 1 -1 1'
      if (look.form === 'double_ellipse') Object.assign(s, { 'border-style': 'double', 'border-width': 3 * (look.width ?? 1) })
      out.push({ selector: `node.${role}`, style: s } as StylesheetJson[number])
    } else if (look.stroke) {
      const s: Record<string, unknown> = { 'line-color': look.stroke, width: look.width ?? 1 }
      if (look.dash?.length) Object.assign(s, { 'line-style': 'dashed', 'line-dash-pattern': look.dash })
      if (look.sign && !many) Object.assign(s, { label: look.sign, 'font-size': font, 'font-weight': 'bold', color: look.stroke, 'text-outline-color': '#fff', 'text-outline-width': 2 })
      out.push({ selector: `edge.${role}`, style: s } as StylesheetJson[number])
    }
  }
  return [
    ...out,
    { selector: '.off', style: { display: 'none' } },
    { selector: 'node.dim', style: { opacity: 0.25 } },
    { selector: 'edge.dim', style: { opacity: 0.12 } },
    { selector: 'node.picked', style: { 'underlay-color': '#c77800', 'underlay-opacity': 0.75, 'underlay-padding': 4, 'underlay-shape': 'round-rectangle', 'border-width': 2.5, 'border-color': '#7a4a00', 'z-index': 15 } },
    { selector: 'node.hit', style: { 'border-width': 3, 'border-color': '#123f73', 'z-index': 20 } },
    { selector: 'node.chosen', style: { 'border-width': 4, 'border-color': '#123f73', 'z-index': 30 } },
    { selector: 'node:active', style: { 'overlay-opacity': 0 } },
  ] as StylesheetJson
}
