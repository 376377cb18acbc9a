/** The shapes of the API by the names the screens use; all of them come from the server's own description. */
import type { components } from './schema'
import type { LockedSections } from './sections'
import type { Deletion, Guide } from './soon'

export type {
  Act,
  CardLine,
  Contract,
  Equipment,
  Explanation,
  PinRequest,
  ServiceSettlements,
  SettlementMonth,
  Settlements,
  Subscriber,
} from './sections'
export type {
  Contact,
  ContactChange,
  DataExport,
  Deletion,
  DeviceSession,
  Guide,
  GuideStep,
  NoticeChoice,
  Profile,
  ProfileChange,
} from './soon'

type Schemas = components['schemas']

export type Kopecks = Schemas['Kopecks']
export type Level = Schemas['Level']
export type ExtensionQuestion = Schemas['ExtensionQuestion'] | 'pin'
export type Flow = Schemas['Flow']
export type SignedIn = Schemas['SignedIn']
export type Session = Schemas['Session'] & { guide?: Guide; deletion?: Deletion | null }
export type Consent = Schemas['ConsentText']
export type LinkedAccount = Schemas['LinkedAccount'] & { pin_requests?: boolean }
export type Company = Schemas['CompanyChoice']

export type AccountPage = Schemas['AccountPage'] & LockedSections
export type Section = Schemas['Section']
export type Service = Schemas['ServiceBalance']
export type Meter = Schemas['Meter']
export type MeterHistory = Schemas['MeterHistory']
export type MonthlyConsumption = Schemas['MonthlyConsumption']
export type ReadingSource = Schemas['ReadingSource']
export type ReadingStatus = Schemas['ReadingStatus']
export type ReadingToSend = Schemas['ReadingToSend']
export type ReadingResult = Schemas['ReadingResult']

export type PaymentState = Schemas['PaymentState']
export type PaymentLine = Schemas['PaymentLine']
export type PaymentRow = Schemas['AccountPayment']
export type Payments = Schemas['AccountPayments']
export type Payment = Schemas['Payment']
export type NewPayment = Schemas['StartPayment']
export type GeneratedDocument = Schemas['Document']
