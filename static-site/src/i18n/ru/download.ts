export default {
  label: 'Скачать',
  formats: {
    xlsx: { name: 'XLSX', hint: 'для Excel и таблиц' },
    csv: { name: 'CSV', hint: 'для любой программы' },
  },
  failed: (why: string) => `Файл не скачан. ${why}`,
}
