export default {
  label: 'Скачать',
  formats: {
    xlsx: { name: 'XLSX', hint: 'Excel и другие таблицы' },
    csv: { name: 'CSV', hint: 'текст, подходит любой программе' },
  },
  failed: (why: string) => `Файл не скачан. ${why}`,
}
