import type { Texts } from '../catalogue'
import type ru from '../ru/download'

export default {
  label: 'Download',
  formats: {
    xlsx: { name: 'XLSX', hint: 'Excel and other spreadsheets' },
    csv: { name: 'CSV', hint: 'text that any program reads' },
  },
  failed: (why: string) => `The file was not downloaded. ${why}`,
} satisfies Texts<typeof ru>
