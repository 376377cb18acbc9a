/**
 * Dialogs of a page stand in the address (`?open=pay`): a reload opens them again, «Назад» of the phone
 * closes them, and the result page can lead straight to the payment.
 */
import { router } from './router.svelte'

export type Overlay = 'pay' | 'readings' | 'new-card' | `history:${string}`

class Overlays {
  /** This page put the step into the history itself, so closing takes it back. */
  #own = false
  #closing = false

  get current(): string | null {
    return router.query.get('open')
  }

  open(overlay: Overlay): void {
    this.#own = true
    void router.go(`${location.pathname}?open=${encodeURIComponent(overlay)}`)
  }

  close(): void {
    if (this.current === null || this.#closing) return
    if (!this.#own) {
      void router.go(location.pathname, { replace: true })
      return
    }
    // The step back comes later: a second press in between must not take another one.
    this.#own = false
    this.#closing = true
    addEventListener(
      'popstate',
      () => {
        this.#closing = false
      },
      { once: true },
    )
    history.back()
  }
}

export const overlays = new Overlays()
