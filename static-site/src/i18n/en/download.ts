import type { Texts } from '../catalogue'
import type ru from '../ru/download'

export default {
  label: 'Download',
  formats: {
    xlsx: { name: 'XLSX', hint: 'for Excel and spreadsheets' },
    csv: { name: 'CSV', hint: 'for any program' },
  },
  failed: (why: string) => `The file was not downloaded. ${why}`,
} satisfies Texts<typeof ru>
