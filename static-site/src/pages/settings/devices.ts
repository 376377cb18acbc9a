/** What a session is drawn with. */
import type { IconName } from '../../ui/icons'

export function deviceIcon(system: string): IconName {
  if (system === 'iPad') return 'tablet'
  return ['iPhone', 'Android', 'Аврора'].includes(system) ? 'smartphone' : 'laptop'
}

/** 18432 → 18: whole kilobytes, at least one. */
export const kilobytes = (bytes: number): number => Math.max(1, Math.round(bytes / 1024))
