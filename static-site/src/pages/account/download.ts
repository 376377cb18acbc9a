/** Sections as files: where they are, and how a file that was fetched gets to the disk. */
export const FORMATS = ['xlsx', 'csv'] as const
export type Format = (typeof FORMATS)[number]
export type Exported = 'settlements' | 'readings' | 'payments'

export const exportPath = (account: string, what: Exported, format: Format): string =>
  `/api/accounts/${encodeURIComponent(account)}/exports/${what}.${format}`

export function saveFile(file: Blob, name: string): void {
  const url = URL.createObjectURL(file)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The browser takes the file after the press: the address must still be there then.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
