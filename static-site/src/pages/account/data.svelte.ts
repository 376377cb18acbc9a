/** What the account page asks the server for: the account itself, and beside it its payments and its year of gas. */
import { type AccountPage, api, type MeterHistory, type Payments } from '../../api'
import { Resource } from '../../app/resource.svelte'
import { active } from './account'

/** More meters than anybody has at home would only delay the page. */
const METERS_DRAWN = 4

export class AccountData {
  page: Resource<AccountPage>
  payments: Resource<Payments>
  histories: Resource<MeterHistory[]>

  constructor(readonly id: string) {
    let latest = api.account(id)
    let fresh = true
    this.page = new Resource(() => {
      if (!fresh) latest = api.account(id)
      fresh = false
      return latest
    })
    this.payments = new Resource(() => api.payments(id))
    this.histories = new Resource(async () => {
      const { meters } = await latest
      return Promise.all(
        active(meters)
          .slice(0, METERS_DRAWN)
          .map((meter) => api.meterHistory(id, meter.id)),
      )
    })
  }

  async reload(): Promise<void> {
    const page = this.page.reload()
    await Promise.all([page, this.payments.reload(), this.histories.reload()])
  }
}
