/** «Зарегистрировать карту» while paying: wanted or not, and the bank's offer accepted in the version that was read. */
import t from '$texts/cards'
import { api, type CardOffer } from '../../api'
import { Resource } from '../../app/resource.svelte'

export class Consenting {
  offer = $state.raw<Resource<CardOffer> | null>(null)
  ticked = $state(false)
  changed = $state(false)
  error = $state<string | undefined>(undefined)

  /** Wanted: the text is fetched when it is first asked for. */
  get wanted(): boolean {
    return this.offer !== null
  }

  set wanted(on: boolean) {
    this.offer = on ? new Resource(() => api.cardOffer()) : null
    this.ticked = false
    this.changed = false
    this.error = undefined
  }

  /** What a request says of it; nothing without a flag at the text. */
  get accepted(): Pick<CardOffer, 'version' | 'sha256'> | undefined {
    const text = this.offer?.data
    if (!text || !this.ticked) return undefined
    return { version: text.version, sha256: text.sha256 }
  }

  /** Whether there is nothing left to accept. */
  check(): boolean {
    this.error = this.wanted && !this.accepted ? t.offer.missing : undefined
    return this.error === undefined
  }

  /** The bank has another text: it is shown, and has to be accepted anew. */
  outdated(): void {
    this.ticked = false
    this.changed = true
    void this.offer?.reload()
  }
}
