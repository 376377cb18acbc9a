import { formatSeconds, plural } from './format'

export default {
  close: 'Закрыть',
  showPassword: 'Показать пароль',
  hidePassword: 'Скрыть пароль',
  busy: 'Подождите…',
  loading: 'Загружаем данные',
  codeLabel: 'Код подтверждения',
  seconds: formatSeconds,
  combobox: {
    found: (n: number) => plural(n, 'вариант', 'варианта', 'вариантов'),
    nothing: 'Ничего не найдено',
    open: 'Показать список',
  },
  stillFor: (time: string) => `ещё ${time}`,
  chart: {
    thisYear: 'Этот год',
    lastYear: 'Прошлый год',
    month: 'Месяц',
    asTable: 'Показать таблицей',
    none: '—',
  },
  debt: 'Задолженность',
  dismiss: 'Скрыть сообщение',
}
