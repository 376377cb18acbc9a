/** «Выход» (3.4): the session ends on the server first; if that fails, the person must know it is still open. */
import { ApiError } from '../api/error'
import { router } from './router.svelte'
import { session } from './session.svelte'
import { toasts } from './toasts.svelte'

export async function signOut(): Promise<void> {
  try {
    await session.signOut()
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    toasts.show(error.title, 'error')
    return
  }
  await router.go('/', { replace: true })
}
