/** Asks for the password over the page when a session ended in the middle of something. */
import type { Component } from 'svelte'

class Reauthentication {
  /** Fetched when it is first needed: most visits never are. */
  Dialog = $state.raw<Component | null>(null)
  open = $state(false)
  #answer: ((signedIn: boolean) => void) | undefined

  async ask(): Promise<boolean> {
    try {
      this.Dialog ??= (await import('./SessionDialog.svelte')).default
    } catch {
      return false
    }
    this.open = true
    return new Promise((resolve) => {
      this.#answer = resolve
    })
  }

  finish(signedIn: boolean): void {
    this.open = false
    this.#answer?.(signedIn)
    this.#answer = undefined
  }
}

export const reauthentication = new Reauthentication()
