/** Addresses as patterns: `/accounts/:account/:section?`, checked by the compiler where links are made. */

type Names<P extends string> = P extends `${infer Head}/${infer Tail}`
  ? Names<Head> & Names<Tail>
  : P extends `:${infer Name}?`
    ? { [K in Name]?: string }
    : P extends `:${infer Name}`
      ? { [K in Name]: string }
      : unknown

export type Params<P extends string> = { [K in keyof Names<P>]: Names<P>[K] }

/** The parameters of `path` under `pattern`, or `null` if the path is another one. */
export function matchPath(pattern: string, path: string): Record<string, string> | null {
  const want = segments(pattern)
  const have = segments(path)
  if (have.length > want.length) return null
  const params: Record<string, string> = {}
  for (const [i, part] of want.entries()) {
    const value = have[i]
    if (!part.startsWith(':')) {
      if (part !== value) return null
      continue
    }
    const optional = part.endsWith('?')
    if (value === undefined) {
      if (optional) continue
      return null
    }
    try {
      params[part.slice(1, optional ? -1 : undefined)] = decodeURIComponent(value)
    } catch {
      return null
    }
  }
  return params
}

/** The path of `pattern` with its parameters filled in. */
export function buildPath(pattern: string, params: Record<string, string | undefined>): string {
  const path = segments(pattern)
    .map((part) => {
      if (!part.startsWith(':')) return part
      const value = params[part.replace(/^:|\?$/g, '')]
      return value === undefined ? '' : encodeURIComponent(value)
    })
    .filter(Boolean)
    .join('/')
  return `/${path}`
}

const segments = (path: string) => path.split('/').filter(Boolean)
