import type { Texts } from '../catalogue'
import type ru from '../ru/ui'
import { formatSeconds, plural } from './format'

export default {
  close: 'Close',
  showPassword: 'Show password',
  hidePassword: 'Hide password',
  busy: 'One moment…',
  loading: 'Loading data',
  codeLabel: 'Confirmation code',
  seconds: formatSeconds,
  combobox: {
    found: (n: number) => plural(n, 'option', 'options'),
    nothing: 'Nothing found',
    open: 'Show the list',
  },
  stillFor: (time: string) => `for another ${time}`,
  chart: {
    thisYear: 'This year',
    lastYear: 'Last year',
    month: 'Month',
    asTable: 'Show as a table',
    none: '—',
  },
  debt: 'Owed',
  dismiss: 'Hide the message',
} satisfies Texts<typeof ru>
