/** The shapes of the API by the names the screens use; all of them come from the server's own description. */
import type { components } from './schema'
import type { Deletion, Guide } from './soon'

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

export type RefusalCode = Schemas['RefusalCode']
export type Kopecks = Schemas['Kopecks']
export type Level = Schemas['Level']
export type ExtensionQuestion = Schemas['ExtensionQuestion']
export type PinRequest = Schemas['NewPinRequest']
export type Flow = Schemas['Flow']
export type SignedIn = Schemas['SignedIn']
export type Session = Schemas['Session'] & { guide?: Guide; deletion?: Deletion | null }
export type Consent = Schemas['ConsentText']
export type LinkedAccount = Schemas['LinkedAccount']
export type Company = Schemas['CompanyChoice']

export type AccountPage = Schemas['AccountPage']
export type Section = Schemas['Section']
export type Service = Schemas['ServiceBalance']
export type Meter = Schemas['Meter']
export type MeterHistory = Schemas['MeterHistory']
export type MonthlyConsumption = Schemas['MonthlyConsumption']
export type ReadingSource = Schemas['ReadingSource']
export type ReadingStatus = Schemas['ReadingStatus']
export type ReadingToSend = Schemas['ReadingToSend']
export type ReadingResult = Schemas['ReadingResult']

export type Settlements = Schemas['Settlements']
export type ServiceSettlements = Schemas['ServiceSettlements']
export type SettlementMonth = Schemas['SettlementMonth']
export type Subscriber = Schemas['Subscriber']
export type CardLine = Schemas['CardLine']
export type Equipment = Schemas['CardEquipment']
export type Contract = Schemas['AccountContract']
export type Act = Schemas['AccountAct']

export type PaymentState = Schemas['PaymentState']
export type PaymentLine = Schemas['PaymentLine']
export type PaymentRow = Schemas['AccountPayment']
export type Payments = Schemas['AccountPayments']
export type Payment = Schemas['Payment']
export type NewPayment = Schemas['StartPayment']
export type GeneratedDocument = Schemas['Document']
