// Writes src/ui/icons.ts: the outlines of the few Lucide icons the site draws, as one path each.
// `node scripts/icons.js`; the result is committed. Lucide: ISC licence, parts MIT (Feather).
import { readFile, writeFile } from 'node:fs/promises'

// Our name → the name in Lucide.
const icons = {
  'arrow-left': 'arrow-left',
  'arrow-right': 'arrow-right',
  bell: 'bell',
  calendar: 'calendar',
  card: 'credit-card',
  chart: 'chart-column',
  check: 'check',
  'chevron-down': 'chevron-down',
  'chevron-right': 'chevron-right',
  clock: 'clock',
  close: 'x',
  company: 'building',
  contrast: 'sun-moon',
  cookie: 'cookie',
  copy: 'copy',
  document: 'file-text',
  download: 'download',
  edit: 'pencil',
  error: 'circle-alert',
  external: 'external-link',
  eye: 'eye',
  'eye-off': 'eye-off',
  flame: 'flame',
  help: 'circle-question-mark',
  home: 'house',
  info: 'info',
  key: 'key-round',
  language: 'languages',
  laptop: 'laptop',
  link: 'link',
  list: 'list',
  lock: 'lock',
  mail: 'mail',
  menu: 'menu',
  meter: 'gauge',
  minus: 'minus',
  moon: 'moon',
  offline: 'wifi-off',
  phone: 'phone',
  pin: 'map-pin',
  plus: 'plus',
  print: 'printer',
  receipt: 'receipt-text',
  refresh: 'refresh-cw',
  search: 'search',
  send: 'send',
  settings: 'settings',
  shield: 'shield-check',
  'sign-out': 'log-out',
  smartphone: 'smartphone',
  spark: 'sparkles',
  success: 'circle-check',
  sun: 'sun',
  table: 'table',
  tablet: 'tablet',
  trash: 'trash',
  unlink: 'unlink',
  user: 'user',
  wallet: 'wallet',
  warning: 'triangle-alert',
}

const nodes = JSON.parse(await readFile('node_modules/lucide-static/icon-nodes.json', 'utf8'))

// A leading `m` counts from the end of the outline before it; `M` does not. Pairs after it are lines.
const number = '(-?(?:\\d+\\.?\\d*|\\.\\d+))'
const start = new RegExp(`^m\\s*${number}[ ,]?${number}\\s*,?\\s*(?=([-.\\d])?)`)
const fromStart = (d) => d.replace(start, (_, x, y, line) => `M${x} ${y}${line ? 'l' : ''}`)

function outline([tag, a]) {
  const n = (key) => Number(a[key] ?? 0)
  switch (tag) {
    case 'path':
      return fromStart(a.d)
    case 'line':
      return `M${a.x1} ${a.y1}L${a.x2} ${a.y2}`
    case 'polyline':
    case 'polygon':
      return `M${a.points}${tag === 'polygon' ? 'z' : ''}`
    case 'circle':
    case 'ellipse': {
      const rx = n('r') || n('rx')
      const ry = n('r') || n('ry')
      return `M${n('cx') - rx} ${a.cy}a${rx} ${ry} 0 1 0 ${2 * rx} 0a${rx} ${ry} 0 1 0 ${-2 * rx} 0z`
    }
    case 'rect': {
      const r = n('rx') || n('ry')
      const [w, h] = [n('width') - 2 * r, n('height') - 2 * r]
      const corner = (x, y) => (r ? `a${r} ${r} 0 0 1 ${x} ${y}` : '')
      return `M${n('x') + r} ${n('y')}h${w}${corner(r, r)}v${h}${corner(-r, r)}h${-w}${corner(-r, -r)}v${-h}${corner(r, -r)}z`
    }
    default:
      throw new Error(`unknown shape ${tag}`)
  }
}

const lines = Object.entries(icons).map(([name, lucide]) => {
  const shapes = nodes[lucide]
  if (!shapes) throw new Error(`no icon ${lucide}`)
  return `  ${/^\w+$/.test(name) ? name : `'${name}'`}: '${shapes.map(outline).join('')}',`
})
await writeFile(
  'src/ui/icons.ts',
  `// Written by scripts/icons.js from Lucide (ISC licence, parts MIT): do not edit by hand.\nexport const icons = {\n${lines.join('\n')}\n} as const\n\nexport type IconName = keyof typeof icons\n`,
)
