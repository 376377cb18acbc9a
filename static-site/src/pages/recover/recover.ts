/** What of a recovery survives a reload: no secret, the flow works only with this browser's cookie. */
import { Draft } from '../../app/draft.svelte'
import type { RunningFlow } from '../code/flow'

export const recoveryDraft = () =>
  new Draft<{ login: string; flow: RunningFlow | null }>('recover', { login: '', flow: null })

/** The login typed on the sign-in form goes along to the recovery. */
export function carryLogin(login: string): void {
  const draft = recoveryDraft()
  if (login.trim() === '' || login === draft.value.login) return
  draft.value = { login, flow: null }
  draft.save()
}
