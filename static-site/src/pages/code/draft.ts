/**
 * What of a registration or a recovery survives a reload. Neither is a secret: the login was just typed here, the flow
 * works only with this browser's cookie.
 */
import { Draft } from '../../app/draft.svelte'
import type { RunningFlow } from './flow'

export type FlowDraft = Draft<{ login: string; flow: RunningFlow | null }>

export const flowDraft = (key: 'register' | 'recover'): FlowDraft =>
  new Draft(key, { login: '', flow: null })
