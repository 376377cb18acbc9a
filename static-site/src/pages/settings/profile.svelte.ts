/** The profile that all sections of the settings show and change. */
import { api, type NoticeChoice, type Profile, type ProfileChange } from '../../api'
import { Resource } from '../../app/resource.svelte'
import { session } from '../../app/session.svelte'

export class ProfileData {
  readonly resource = new Resource(() => api.profile())
  #last: Promise<unknown> = Promise.resolve()

  /** Shows a newer profile, here and wherever the session tells of it. */
  put(profile: Profile): void {
    this.resource.data = profile
    session.know({ login: profile.login, guide: profile.guide, deletion: profile.deletion ?? null })
  }

  async change(change: ProfileChange): Promise<void> {
    this.put(await api.changeProfile(change))
  }

  /** A switch: shown at once, sent in the order of the presses, taken back alone if it fails. */
  async notice(name: keyof NoticeChoice, on: boolean): Promise<void> {
    const before = this.#now.notices[name]
    await this.#switch(
      () => this.#show({ notices: { ...this.#now.notices, [name]: on } }),
      { notices: { [name]: on } },
      () => this.#show({ notices: { ...this.#now.notices, [name]: before } }),
    )
  }

  async eBill(on: boolean): Promise<void> {
    await this.#switch(
      () => this.#show({ e_bill: on }),
      { e_bill: on },
      () => this.#show({ e_bill: !on }),
    )
  }

  get #now(): Profile {
    const profile = this.resource.data
    if (!profile) throw new Error('a switch is pressed before it is drawn')
    return profile
  }

  #show(part: Partial<Profile>): void {
    this.resource.data = { ...this.#now, ...part }
  }

  async #switch(show: () => void, change: ProfileChange, back: () => void): Promise<void> {
    show()
    const sent = this.#last.then(() => api.changeProfile(change))
    this.#last = sent.catch(() => {})
    try {
      await sent
    } catch (error) {
      back()
      throw error
    }
  }
}
