/** Every call of the site by the name a screen uses. A path or a shape the server does not have does not compile. */
import { anyone, body, done, signedIn } from './client'
import type { ExtensionQuestion, NewPayment, ReadingToSend } from './types'

export { idempotencyKey } from './client'
export { ApiError } from './error'
export type * from './types'

type Options = { signal?: AbortSignal }
const of = (id: string) => ({ params: { path: { id } } })
const once = (id: string, key: string) => ({
  params: { path: { id }, header: { 'Idempotency-Key': key } },
})

export const api = {
  // Registration and sign-in
  register: (registration: { login: string; password: string }) =>
    body(anyone.POST('/api/registrations', { body: registration })),
  resendCode: (flow: string) => body(anyone.POST('/api/registrations/{id}/code', of(flow))),
  confirmRegistration: (flow: string, code: string) =>
    body(anyone.POST('/api/registrations/{id}/confirmation', { ...of(flow), body: { code } })),
  signIn: (credentials: { login: string; password: string }) =>
    body(anyone.POST('/api/session', { body: credentials })),
  session: () => body(anyone.GET('/api/session')),
  signOut: () => done(anyone.DELETE('/api/session')),
  consent: () => body(signedIn.GET('/api/consent')),
  acceptConsent: (version: string) => done(signedIn.PUT('/api/consent', { body: { version } })),

  // Accounts of the user
  companies: () => body(signedIn.GET('/api/companies')),
  accounts: () => body(signedIn.GET('/api/accounts')),
  linkAccount: (link: { company: string; number: string }) =>
    body(signedIn.POST('/api/accounts', { body: link })),
  renameAccount: (account: string, name: string | null) =>
    body(signedIn.PATCH('/api/accounts/{id}', { ...of(account), body: { name } })),
  unlinkAccount: (account: string) => done(signedIn.DELETE('/api/accounts/{id}', of(account))),
  extend: (account: string, answer: { question: ExtensionQuestion; answer: string }) =>
    body(signedIn.POST('/api/accounts/{id}/extension', { ...of(account), body: answer })),

  // One account
  account: (account: string, options?: Options) =>
    body(signedIn.GET('/api/accounts/{id}', { ...of(account), ...options })),
  meterHistory: (account: string, meter: string) =>
    body(
      signedIn.GET('/api/accounts/{id}/meters/{meter}/readings', {
        params: { path: { id: account, meter } },
      }),
    ),
  payments: (account: string) => body(signedIn.GET('/api/accounts/{id}/payments', of(account))),
  sendReadings: (account: string, readings: ReadingToSend[], key: string) =>
    body(
      signedIn.POST('/api/accounts/{id}/readings', { ...once(account, key), body: { readings } }),
    ),
  pay: (account: string, payment: NewPayment, key: string) =>
    body(signedIn.POST('/api/accounts/{id}/payments', { ...once(account, key), body: payment })),
  bill: (account: string) =>
    body(signedIn.POST('/api/accounts/{id}/bills', { ...of(account), body: {} })),

  // Payments
  payment: (payment: string, options?: Options) =>
    body(signedIn.GET('/api/payments/{id}', { ...of(payment), ...options })),
  receipt: (payment: string) =>
    body(signedIn.POST('/api/payments/{id}/receipt', { ...of(payment), body: {} })),
}
