/** What public/early.js asked for while this code was on its way, by path. */
declare global {
  var early: Record<string, Promise<Response>> | undefined
}

/** An answer that waited longer tells of another time: the page is loaded, but its person is elsewhere. */
const FRESH = 15_000

/** The answer that is already there or on its way; each is taken once, and whatever is no answer is asked for again. */
export async function takeEarly({ method, url }: Request): Promise<Response | null> {
  const { pathname, search } = new URL(url)
  const asked = globalThis.early
  const answer = asked?.[pathname]
  if (!answer || method !== 'GET' || search !== '') return null
  delete asked[pathname]
  const response = await answer.catch(() => null)
  return response?.ok && performance.now() < FRESH ? response : null
}
