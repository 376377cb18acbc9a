import { flowDraft } from '../code/draft'

/** The login typed on the sign-in form goes along to the recovery. */
export function carryLogin(login: string): void {
  const draft = flowDraft('recover')
  if (login.trim() === '' || login === draft.value.login) return
  draft.value = { login, flow: null }
  draft.save()
}
