/** What the guide remembers of a person, kept in the profile: the next device goes on from there. */
import { ApiError, api, type Guide, type GuideStep } from '../../api'
import { session } from '../../app/session.svelte'

class GuideStore {
  get state(): Guide {
    return session.user?.guide ?? { skipped: false, seen: [] }
  }

  /** Dealt with, or passed over. */
  see(step: GuideStep): void {
    const { seen } = this.state
    if (!seen.includes(step)) void this.#keep({ ...this.state, seen: [...seen, step] })
  }

  /** No hints any more. */
  end(): void {
    if (!this.state.skipped) void this.#keep({ ...this.state, skipped: true })
  }

  async #keep(guide: Guide): Promise<void> {
    if (!session.user) return
    session.know({ guide })
    try {
      await api.changeProfile({ guide })
    } catch (error) {
      // A hint that is shown once more is no loss worth a message.
      if (!(error instanceof ApiError)) throw error
    }
  }
}

export const guide = new GuideStore()
