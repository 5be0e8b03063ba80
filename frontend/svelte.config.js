/** Components use runes only; their styles go into the built style sheet, because the page's policy forbids inline styles. */
export default { compilerOptions: { runes: true } }
