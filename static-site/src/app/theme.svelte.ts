/** Light, dark, or as the system says. public/early.js applies the stored choice before the first paint. */
import { forget, recall, remember } from './storage'

export type Theme = 'light' | 'dark' | 'system'

const stored = (): Theme => {
  const value = typeof localStorage === 'undefined' ? null : recall('theme')
  return value === 'light' || value === 'dark' ? value : 'system'
}

class ThemeStore {
  choice = $state<Theme>(stored())

  set(theme: Theme): void {
    this.choice = theme
    if (theme === 'system') {
      forget('theme')
      delete document.documentElement.dataset.theme
    } else {
      remember('theme', theme)
      document.documentElement.dataset.theme = theme
    }
  }

  /** The next in the circle of one button. */
  next(): void {
    const circle: Theme[] = ['system', 'light', 'dark']
    this.set(circle[(circle.indexOf(this.choice) + 1) % 3] ?? 'system')
  }
}

export const theme = new ThemeStore()
