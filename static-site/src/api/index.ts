/** Every call of the site by the name a screen uses. A path or a shape the server does not have does not compile. */
import { anyone, body, done, saved, signedIn } from './client'
import type {
  ContactChange,
  ExtensionQuestion,
  NewBinding,
  NewPayment,
  PinRequest,
  ProfileChange,
  ReadingToSend,
} from './types'

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
  recover: (recovery: { login: string; password: string }) =>
    body(anyone.POST('/api/recoveries', { body: recovery })),
  resendRecoveryCode: (flow: string) => body(anyone.POST('/api/recoveries/{id}/code', of(flow))),
  confirmRecovery: (flow: string, code: string) =>
    body(anyone.POST('/api/recoveries/{id}/confirmation', { ...of(flow), body: { code } })),
  session: () => body(anyone.GET('/api/session')),
  signOut: () => done(anyone.DELETE('/api/session')),
  consent: () => body(signedIn.GET('/api/consent')),
  acceptConsent: (version: string) => done(signedIn.PUT('/api/consent', { body: { version } })),

  // Profile and sessions
  profile: () => body(signedIn.GET('/api/profile')),
  changeProfile: (change: ProfileChange) => body(signedIn.PATCH('/api/profile', { body: change })),
  startChange: (change: ContactChange) =>
    body(signedIn.POST('/api/profile/changes', { body: change })),
  resendChangeCode: (flow: string) =>
    body(signedIn.POST('/api/profile/changes/{id}/code', of(flow))),
  confirmChange: (flow: string, code: string) =>
    body(signedIn.POST('/api/profile/changes/{id}/confirmation', { ...of(flow), body: { code } })),
  removeContact: (channel: 'email' | 'sms') =>
    body(signedIn.DELETE('/api/profile/contacts/{channel}', { params: { path: { channel } } })),
  changePassword: (passwords: { current: string; password: string }) =>
    done(signedIn.PUT('/api/profile/password', { body: passwords })),
  sessions: async () => (await body(signedIn.GET('/api/sessions'))).sessions,
  endSession: (id: string) => done(signedIn.DELETE('/api/sessions/{id}', of(id))),
  endOtherSessions: () => done(signedIn.DELETE('/api/sessions')),
  exportProfile: () => body(signedIn.POST('/api/profile/exports', { body: {} })),
  requestDeletion: (password: string) =>
    body(signedIn.POST('/api/profile/deletion', { body: { password } })),
  cancelDeletion: () => body(signedIn.DELETE('/api/profile/deletion')),

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
  requestPin: (account: string, request: PinRequest) =>
    body(signedIn.POST('/api/accounts/{id}/pin-requests', { ...of(account), body: request })),

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
  settlements: (account: string, year: number | null) =>
    body(
      signedIn.GET('/api/accounts/{id}/settlements', {
        params: { path: { id: account }, query: year === null ? {} : { year } },
      }),
    ),
  subscriber: (account: string) => body(signedIn.GET('/api/accounts/{id}/subscriber', of(account))),
  contracts: async (account: string) =>
    (await body(signedIn.GET('/api/accounts/{id}/contracts', of(account)))).contracts,
  acts: async (account: string) =>
    (await body(signedIn.GET('/api/accounts/{id}/acts', of(account)))).acts,
  exportFile: (account: string, file: string) =>
    saved(
      signedIn.GET('/api/accounts/{id}/exports/{file}', {
        params: { path: { id: account, file } },
        parseAs: 'blob',
      }),
    ),
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
  resendPaymentCode: (payment: string) =>
    body(signedIn.POST('/api/payments/{id}/code', of(payment))),
  confirmPayment: (payment: string, code: string) =>
    body(signedIn.POST('/api/payments/{id}/confirmation', { ...of(payment), body: { code } })),

  // Bank cards
  cards: async () => (await body(signedIn.GET('/api/cards'))).cards,
  cardOffer: () => body(signedIn.GET('/api/cards/offer')),
  bindCard: (binding: NewBinding, key: string) =>
    body(
      signedIn.POST('/api/cards/bindings', {
        params: { header: { 'Idempotency-Key': key } },
        body: binding,
      }),
    ),
  binding: (binding: string) => body(signedIn.GET('/api/cards/bindings/{id}', of(binding))),
  unlinkCard: (card: string) => done(signedIn.DELETE('/api/cards/{id}', of(card))),
}
