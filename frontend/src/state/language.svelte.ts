import { say, showDate, showNumber, showShare, showTime, type Arg, type Key, type Lang } from '../model/words.ts'

const saved = 'miteinander.lang'

class Language {
  now = $state<Lang>(start())

  choose(lang: Lang): void {
    this.now = lang
    try {
      localStorage.setItem(saved, lang)
    } catch {
      // A browser that keeps nothing still shows the chosen language until the page is left.
    }
  }
}

function start(): Lang {
  try {
    const kept = localStorage.getItem(saved)
    if (kept === 'de' || kept === 'en') return kept
  } catch {
    // see choose
  }
  return navigator.language.toLowerCase().startsWith('en') ? 'en' : 'de'
}

export const language = new Language()

/** t says a key of the page in the chosen language; views that use it follow a change of language. */
export function t(key: Key, ...args: Arg[]): string {
  return say(language.now, key, ...args)
}

export const date = (iso: string) => showDate(language.now, iso)
export const time = (iso: string) => showTime(language.now, iso)
export const number = (n: number, decimals?: number) => showNumber(language.now, n, decimals)
export const share = (lower: number | null, upper: number | null) => showShare(language.now, lower, upper)
