import { say, showNumber, type Lang } from './words.ts'

/** parts writes numerator and denominator of a share: "9 von 24"; '' where there is nothing to divide by. */
export function parts(lang: Lang, share: { parts: { numerator: number; denominator: number } } | undefined): string {
  if (!share || share.parts.denominator === 0) return ''
  return say(lang, 'planning.parts', showNumber(lang, share.parts.numerator), showNumber(lang, share.parts.denominator))
}
