/** Operations that openapi.json does not describe yet. */
import type { components } from './schema'

type Flow = components['schemas']['Flow']
type SignedIn = components['schemas']['SignedIn']

export type GuideStep = 'welcome' | 'consent' | 'link' | 'extend' | 'reading' | 'notices'
export type Guide = { skipped: boolean; seen: GuideStep[] }
export type Deletion = { requested_at: string; erases_at: string }
export type Contact = { address: string; verified_at: string }
export type Person = { surname?: string | null; name?: string | null; patronymic?: string | null }
export type NoticeChoice = { debts: boolean; statuses: boolean; news: boolean }
export type Profile = {
  login: string
  channel: 'email' | 'sms'
  created_at: string
  person: Person
  email?: Contact | null
  phone?: Contact | null
  notices: NoticeChoice
  e_bill: boolean
  consent?: { version: string; accepted_at: string } | null
  guide: Guide
  deletion?: Deletion | null
  password_changed_at?: string | null
}
export type ProfileChange = {
  person?: { surname: string; name: string; patronymic: string }
  notices?: Partial<NoticeChoice>
  e_bill?: boolean
  guide?: Guide
}
export type DeviceSession = {
  id: string
  browser?: string
  system?: string
  created_at: string
  seen_at: string
  current: boolean
}
export type ContactChange = {
  kind: 'login' | 'email' | 'phone'
  value: string
  password?: string
}
export type DataExport = { url: string; expires_in: number; file_name: string; size: number }

type Answer<T> = { content: { 'application/json': T } }
type Operation<Status extends number, T, Body = never, Path = never> = {
  parameters: { path: Path }
  requestBody: { content: { 'application/json': Body } }
  responses: { [S in Status]: Answer<T> }
}
type Bare<Status extends number, T, Path = never> = {
  parameters: { path: Path }
  responses: { [S in Status]: Answer<T> }
}
type Plain<Status extends number, T> = { responses: { [S in Status]: Answer<T> } }
type Sent<Status extends number, T, Body> = Plain<Status, T> & {
  requestBody: { content: { 'application/json': Body } }
}
type Id = { id: string }

export interface Soon {
  '/api/recoveries': { post: Sent<201, Flow, { login: string; password: string }> }
  '/api/recoveries/{id}/code': { post: Bare<200, Flow, Id> }
  '/api/recoveries/{id}/confirmation': { post: Operation<201, SignedIn, { code: string }, Id> }
  '/api/sessions': {
    get: Plain<200, { sessions: DeviceSession[] }>
    delete: Plain<204, never>
  }
  '/api/sessions/{id}': { delete: Bare<204, never, Id> }
  '/api/profile': { get: Plain<200, Profile>; patch: Sent<200, Profile, ProfileChange> }
  '/api/profile/changes': { post: Sent<201, Flow, ContactChange> }
  '/api/profile/changes/{id}/code': { post: Bare<200, Flow, Id> }
  '/api/profile/changes/{id}/confirmation': {
    post: Operation<200, Profile, { code: string }, Id>
  }
  '/api/profile/contacts/{channel}': {
    delete: Bare<200, Profile, { channel: 'email' | 'sms' }>
  }
  '/api/profile/password': { put: Sent<204, never, { current: string; password: string }> }
  '/api/profile/exports': { post: Sent<201, DataExport, Record<string, never>> }
  '/api/profile/deletion': {
    post: Sent<200, Profile, { password: string }>
    delete: Plain<200, Profile>
  }
}
