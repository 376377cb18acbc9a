// Cuts the font once: `node scripts/fonts.js`. The results are committed, so a build needs no font tools.
// Onest, SIL Open Font License 1.1 (src/styles/fonts/OFL.txt).
import { copyFile, readFile, writeFile } from 'node:fs/promises'
import subset from 'subset-font'

const from = 'node_modules/@fontsource-variable/onest'
const to = 'src/styles/fonts'
const range = (first, last) =>
  String.fromCodePoint(...Array.from({ length: last - first + 1 }, (_, i) => first + i))

const cuts = {
  cyrillic: [`${range(0x410, 0x44f)}Ёё№`, 'onest-cyrillic.woff2'],
  latin: [`${range(0x20, 0x7e)}\u00a0«»“”„’–—…−×·•°²³→§`, 'onest-latin.woff2'],
  'latin-ext': ['₽', 'onest-rouble.woff2'],
}
for (const [slice, [text, file]] of Object.entries(cuts)) {
  const source = await readFile(`${from}/files/onest-${slice}-wght-normal.woff2`)
  const cut = await subset(source, text, {
    targetFormat: 'woff2',
    variationAxes: { wght: { min: 400, max: 700 } },
    // Kerning, and figures that stand in columns: the site asks for nothing else, and the rest is glyphs nobody sees.
    keepFeatures: ['kern', 'tnum'],
    // For screens of an age that none of the site's browsers runs on.
    noHinting: true,
  })
  await writeFile(`${to}/${file}`, cut)
  console.log(file, cut.length)
}
await copyFile(`${from}/LICENSE`, `${to}/OFL.txt`)
