import { describe, expect, it } from 'vitest'
import { checkPerson } from './person'

const nobody = { surname: '', name: '', patronymic: '' }

describe('a name', () => {
  it.each(['', 'Иванова', 'Салтыков-Щедрин', "д'Артаньян", 'О’Нил', 'Ибн Сина', 'Ёлкина'])(
    'may be «%s»',
    (surname) => expect(checkPerson({ ...nobody, surname })).toEqual({}),
  )
  it.each(['Анна1', 'anna@mail.ru', '<b>', 'Анна_'])('may not be «%s»', (name) =>
    expect(checkPerson({ ...nobody, name }).name).toBeTruthy(),
  )
  it('takes 60 characters and not one more', () => {
    expect(checkPerson({ ...nobody, patronymic: 'я'.repeat(60) })).toEqual({})
    expect(checkPerson({ ...nobody, patronymic: 'я'.repeat(61) }).patronymic).toBeTruthy()
  })
})
