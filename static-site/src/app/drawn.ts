import { turn } from './turn'

/** When what was just put on the page is on the screen: a frame is drawn between asking and the answer. */
export const drawn = (): Promise<void> =>
  new Promise<void>((resolve) => requestAnimationFrame(() => resolve())).then(turn)
