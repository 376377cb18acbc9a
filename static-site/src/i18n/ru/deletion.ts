import { formatDate } from './format'

export default {
  banner: (at: string) => `Профиль будет удалён ${formatDate(at)}. До этого можно передумать.`,
  cancel: 'Отменить удаление',
  cancelled: 'Удаление отменено, профиль остаётся',
}
