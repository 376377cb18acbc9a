import { describe, expect, it } from 'vitest'

type Area = { default: unknown }
const areas = import.meta.glob<Area>(
  ['./ru/*.ts', './en/*.ts', '!./*/*.test.ts', '!./*/format.ts'],
  {
    eager: true,
  },
)
const of = (language: string) =>
  new Map(
    Object.entries(areas)
      .filter(([path]) => path.startsWith(`./${language}/`))
      .map(([path, area]) => [path.slice(5), area.default]),
  )
const ru = of('ru')
const en = of('en')

/** Every text of an area by its path: `due.until`. */
function texts(value: unknown, path = ''): [string, unknown][] {
  if (typeof value !== 'object' || value === null) return [[path, value]]
  return Object.entries(value).flatMap(([key, inner]) => texts(inner, `${path}.${key}`))
}

/** Keys and kinds; a list may be longer in one language than in another. */
function shape(value: unknown): unknown {
  if (Array.isArray(value)) return 'list'
  if (typeof value !== 'object' || value === null) return typeof value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shape(inner)]))
}

it('every area is there in both languages', () => {
  expect(ru.size).toBeGreaterThan(15)
  expect([...en.keys()].sort()).toEqual([...ru.keys()].sort())
})

describe.each([...ru.keys()])('%s', (area) => {
  it('has the same keys in both languages', () => {
    expect(shape(en.get(area))).toEqual(shape(ru.get(area)))
  })

  it('has no Russian word in English, but the name of the Russian language', () => {
    const russian = texts(en.get(area)).filter(
      ([path, text]) =>
        ['string', 'function'].includes(typeof text) &&
        /[а-яё]/i.test(String(text)) &&
        !path.startsWith('.language.'),
    )
    expect(russian).toEqual([])
  })

  it('leaves no parameter of a text unused in English', () => {
    const russian = new Map(texts(ru.get(area)))
    const forgotten = texts(en.get(area)).filter(([path, text]) => {
      const other = russian.get(path)
      return (
        typeof text === 'function' && typeof other === 'function' && text.length !== other.length
      )
    })
    expect(forgotten.map(([path]) => path)).toEqual([])
  })
})
