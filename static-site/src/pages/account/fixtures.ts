/** Made-up data for the tests of this folder. */
import type { AccountPage, Card, Meter, Payment, PaymentRow, Service } from '../../api'

export const meter = (over: Partial<Meter> = {}): Meter => ({
  id: 'm1',
  name: 'ВК-G4Т',
  serial: '0823144737',
  digits: 5,
  state: 'active',
  verification: { next_date: '2031-05-12', status: 'valid', blocks: false },
  last_reading: { value: 12_345, date: '2026-10-24', source: 'subscriber', status: 'accepted' },
  last_accepted: { value: 12_345, date: '2026-10-24' },
  accepts_readings: true,
  ...over,
})

export const service = (over: Partial<Service> = {}): Service => ({
  code: 'gas',
  name: 'Газоснабжение природным газом',
  balance: -589_995,
  payable: true,
  payee: { id: 'sever', name: 'ООО «Северогаз Регион»' },
  ...over,
})

export const page = (over: Partial<AccountPage> = {}): AccountPage => ({
  account: {
    id: 'sever-33016355',
    company: 'sever',
    company_name: 'ООО «Северогаз Регион»',
    number: '33016355',
    level: 'extended',
    linked_at: '2026-11-20T10:00:00Z',
    extension_questions: [],
    pin_requests: false,
  },
  company: {
    id: 'sever',
    name: 'ООО «Северогаз Регион»',
    phone: '8 800 555-01-01',
    email: 'help@severogaz.example',
    support_hours: 'пн–пт 8:00–18:00',
    address: 'г. Северный, ул. Газовиков, 1',
  },
  as_of: '2026-11-23',
  sections: ['services', 'meters', 'payments'],
  locked_sections: [],
  can: { pay: true, send_readings: true, bill: true, all_payments: true },
  due: { amount: 589_995, due_date: '2026-12-10', overdue: false, balance: -589_995 },
  services: [service()],
  meters: [meter()],
  readings: {
    window: { from_day: 15, to_day: 25, open: true, period: '2026-11' },
    max_monthly: 1000,
    allow_zero: true,
  },
  payments_limits: { min: 1000, max: 1_500_000 },
  ...over,
})

export const payment = (over: Partial<Payment> = {}): Payment => ({
  id: '01P',
  account: 'sever-33016355',
  state: 'awaiting_user',
  amount: 589_995,
  lines: [],
  created_at: '2026-11-24T07:15:00Z',
  confirmation_url: 'https://bank.example/pay/1',
  expires_at: '2026-11-24T08:15:00Z',
  receipt: false,
  method: 'new_card',
  card_linked: false,
  refunded: 0,
  refunds: [],
  fiscal_receipt: 'none',
  place: 'Личный кабинет',
  ...over,
})

export const card = (over: Partial<Card> = {}): Card => ({
  id: 'card-1',
  company: 'sever',
  company_name: 'ООО «Северогаз Регион»',
  card_type: 'Mir',
  mask: '•••• 0004',
  expiry: '11/2030',
  expired: false,
  title: 'Мир •••• 0004',
  linked_at: '2026-11-20T10:00:00Z',
  ...over,
})

/** A row of «Платежи». */
export const row = (over: Partial<PaymentRow> = {}): PaymentRow => ({
  id: '01R',
  kind: 'payment',
  date: '2026-11-20',
  amount: 10_000,
  place: 'Личный кабинет',
  source: 'portal',
  state: 'succeeded',
  lines: [],
  receipt: true,
  card_mask: '•••• 0004',
  refunded: 0,
  fiscal_receipt: 'none',
  counted: false,
  ...over,
})
