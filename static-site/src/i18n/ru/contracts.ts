import { formatDate } from './format'

export default {
  title: 'Договоры',
  lead: 'Заключенные договоры с газовой компанией, только для просмотра.',
  archive: 'Архив',
  contract: 'Договор',
  term: 'Срок действия',
  from: (date: string) => `с ${formatDate(date)}`,
  to: (date: string) => `по ${formatDate(date)}`,
  endless: 'Бессрочный',
  active: 'Действующие',
  finished: 'Завершенные',
  none: 'Действующих договоров нет',
  noneText: 'Если договор заключен, а здесь его нет, обратитесь в газовую компанию.',
  noneFinished: 'Завершенных договоров нет',
}
