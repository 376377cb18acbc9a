/** Short news at the edge of the screen: «Название сохранено». Never the only trace of a failure. */

export type Toast = { id: number; kind: 'success' | 'info' | 'error'; text: string }

const SHOWN_FOR = 5000

class Toasts {
  list = $state<Toast[]>([])
  #next = 0

  show(text: string, kind: Toast['kind'] = 'success'): void {
    const id = this.#next++
    this.list.push({ id, kind, text })
    setTimeout(() => this.dismiss(id), SHOWN_FOR)
  }

  dismiss(id: number): void {
    this.list = this.list.filter((toast) => toast.id !== id)
  }
}

export const toasts = new Toasts()
