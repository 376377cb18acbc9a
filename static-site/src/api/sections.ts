/** Operations of the account's extended sections that openapi.json does not describe yet. */
import type { components } from './schema'

type Account = components['schemas']['AccountPage']

export type Explanation = {
  unit: string
  volume: string
  tariff: string
  product?: number | null
  other?: number | null
}
export type SettlementMonth = {
  period: string
  opening: number
  charged: number
  volume?: string | null
  tariff?: string | null
  paid: number
  benefits: number
  correction: number
  closing?: number | null
  open: boolean
  expected: number
  explanation?: Explanation | null
}
export type ServiceSettlements = { code: string; name: string; months: SettlementMonth[] }
export type Settlements = { years: number[]; year: number; services: ServiceSettlements[] }

export type CardLine = { name: string; value: string }
export type Equipment = { name: string; kind: string }
export type Subscriber = {
  number: string
  unified?: string | null
  holder: string
  address: string
  parameters: CardLine[]
  benefits: CardLine[]
  regimes: CardLine[]
  equipment: Equipment[]
}
export type Contract = {
  number: string
  service: string
  status: string
  start: string
  end?: string | null
  archived: boolean
}
export type ActLine = { name: string; amount: number }
export type Act = { name: string; date: string; service: string; lines: ActLine[]; total: number }
export type PinRequest = { name: string; email: string; phone: string }
export type LockedSections = { locked_sections?: Account['sections'] }

type Path<P> = { parameters: { path: P } }
type Answer<S extends number, T> = {
  responses: { [K in S]: { content: { 'application/json': T } } }
}
type Id = { id: string }

export type Sections = {
  '/api/accounts/{id}/settlements': {
    get: { parameters: { path: Id; query?: { year?: number } } } & Answer<200, Settlements>
  }
  '/api/accounts/{id}/subscriber': { get: Path<Id> & Answer<200, Subscriber> }
  '/api/accounts/{id}/contracts': { get: Path<Id> & Answer<200, { contracts: Contract[] }> }
  '/api/accounts/{id}/acts': { get: Path<Id> & Answer<200, { acts: Act[] }> }
  '/api/accounts/{id}/exports/{file}': {
    get: Path<Id & { file: string }> & Answer<200, string>
  }
  '/api/accounts/{id}/pin-requests': {
    post: Path<Id> & { requestBody: { content: { 'application/json': PinRequest } } } & Answer<
        202,
        Record<string, never>
      >
  }
}
