import type { SlideSpec } from '../api/meeting.ts'

/** What a key does while slides are shown. Presenters' remotes send PageDown, PageUp, a full stop or B, and F5. */
export type Act = 'next' | 'back' | 'first' | 'last' | 'black' | 'dark' | 'table' | 'decide' | 'keys' | 'leave' | 'full'

const acts: Record<string, Act> = {
  ArrowRight: 'next', ArrowDown: 'next', PageDown: 'next', ' ': 'next', Enter: 'next', ArrowLeft: 'back', ArrowUp: 'back', PageUp: 'back', Backspace: 'back',
  Home: 'first', End: 'last', b: 'black', '.': 'black', d: 'dark', t: 'table', n: 'decide', '?': 'keys', Escape: 'leave', f: 'full', F5: 'full',
}

/** actOf reads a key; held keys (Ctrl, Alt, Meta) belong to the browser. */
export function actOf(e: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'altKey' | 'metaKey'>): Act | undefined {
  if (e.ctrlKey || e.altKey || e.metaKey) return undefined
  return acts[e.key] ?? acts[e.key.toLowerCase()]
}

/** stepped is the slide after an act, of 1 to count; the first and the last stay where they are. */
export function stepped(at: number, act: Act, count: number): number {
  const to = act === 'next' ? at + 1 : act === 'back' ? at - 1 : act === 'first' ? 1 : act === 'last' ? count : at
  return Math.min(Math.max(1, to), Math.max(1, count))
}

/** moved puts the slide at one place to another. */
export function moved(slides: SlideSpec[], from: number, to: number): SlideSpec[] {
  const out = [...slides]
  const [x] = out.splice(from, 1)
  if (x) out.splice(to, 0, x)
  return out
}

/** lettering is how large the sentence of a slide is written, in pixels of 1280 × 720, so that it fits under the title. */
export function lettering(title: string, sentence: string): { title: number; sentence: number } {
  return { title: title.length > 62 ? 27 : title.length > 48 ? 32 : 36, sentence: sentence.length > 200 ? 20 : 24 }
}
