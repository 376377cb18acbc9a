/** Rules of a name, as the server has them. */
import t from '$texts/settings'
import type { FieldErrors } from '../../app/form.svelte'

export type PersonValues = { surname: string; name: string; patronymic: string }

const LONGEST = 60

export function checkPerson(values: PersonValues): FieldErrors<PersonValues> {
  const errors: FieldErrors<PersonValues> = {}
  for (const part of ['surname', 'name', 'patronymic'] as const) {
    const text = values[part].trim()
    if ([...text].length > LONGEST) errors[part] = t.person.tooLong(LONGEST)
    else if (!/^[\p{L}\p{M} '’-]*$/u.test(text)) errors[part] = t.person.wrong
  }
  return errors
}
