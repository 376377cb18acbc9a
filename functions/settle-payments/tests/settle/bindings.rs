//! Cards that are being linked are brought to their end without a page that looks (payments §4; ): by the
//! bank's word where it has one, by the clock where it has none.

use crate::{deliver, sweep};
use chrono::TimeDelta;
use domain::{
    BindingId, BindingState, UserId,
    card::{Binding, submit},
};
use payments::{Bank, cards, testing::Till};
use platform::{
    http::Viewer,
    offer,
    outbox::{Event, OutboxRow},
    records::cards::StoredBinding,
    store::keys,
};
use std::time::Duration;

struct Owner {
    till: Till,
    user: UserId,
    binding: BindingId,
}

impl Owner {
    /// Somebody who has gone to the bank's page.
    async fn on_page() -> Self {
        let owner = Self::begun().await;
        let stored = owner.stored().await;
        let app = &owner.till.world.app;
        let shop = Bank::of(app, &owner.till.account.company).await.expect("a shop");
        let sent = cards::send_binding(app, &shop, stored, Duration::from_secs(5)).await.expect("sent");
        assert_eq!(sent.binding.state, BindingState::Pending);
        owner
    }

    /// Somebody whose binding is written down as sent, and nothing has left yet.
    async fn begun() -> Self {
        let till = Till::open().await;
        let (user, _) = till.world.signed_in(platform::http::Api::new()).await;
        let (now, id) = (till.world.clock.now(), BindingId(ulid::Ulid::new()));
        let order = acquiring::CreateMethod {
            bind_id: id.to_string(),
            user_id: user.to_string(),
            return_url: "http://localhost:3000/cards".into(),
            client_ip: None,
        };
        let viewer = Viewer { ip: None, agent: String::new() };
        let offer = offer::accepted(&viewer, now);
        let company = till.account.company.clone();
        let binding = Binding::create(id, user, company, offer, order.to_body(), now);
        let stored = StoredBinding::new(submit(&binding, now).expect("is fresh").binding, None, None);
        till.world.app.store.put(&keys::cards::binding(user, id), &stored).await.expect("stored");
        Self { till, user, binding: id }
    }

    async fn stored(&self) -> StoredBinding {
        let found = cards::load_binding(&self.till.world.app.store, self.user, self.binding).await;
        found.expect("read").expect("a binding")
    }

    async fn state(&self) -> BindingState {
        self.stored().await.binding.state
    }

    fn types(&self, number: &str) {
        self.till.bank.bind(&self.till.token(), number).expect("a card");
    }

    fn news(&self) -> OutboxRow {
        let event = Event::BindingCheck { user: self.user, binding: self.binding };
        OutboxRow::new(event, self.till.world.clock.now())
    }

    async fn told(&self) -> usize {
        let rows = self.till.world.outbox().await;
        rows.iter().filter(|row| matches!(row.event, Event::CardLinked { .. })).count()
    }
}

#[tokio::test]
async fn the_banks_word_links_the_card_once_however_often_it_comes() {
    let owner = Owner::on_page().await;
    owner.types(bank::SUCCESSFUL_CARD);
    let news = [owner.news(), owner.news(), owner.news()];
    assert_eq!(deliver(&owner.till, &news).await, Vec::<String>::new());
    assert_eq!(deliver(&owner.till, &news).await, Vec::<String>::new());
    assert_eq!((owner.state().await, owner.told().await), (BindingState::Active, 1));
    assert_eq!(owner.till.cards(owner.user).await.len(), 1);
}

#[tokio::test]
async fn a_forged_word_links_nothing_as_row_63_asks() {
    let owner = Owner::on_page().await;
    deliver(&owner.till, &[owner.news()]).await;
    assert_eq!((owner.state().await, owner.told().await), (BindingState::Pending, 0));
    let nobody = Event::BindingCheck { user: UserId(ulid::Ulid::new()), binding: owner.binding };
    let row = OutboxRow::new(nobody, owner.till.world.clock.now());
    assert_eq!(deliver(&owner.till, &[row]).await, Vec::<String>::new());
}

#[tokio::test]
async fn with_all_webhooks_lost_and_the_browser_closed_the_clock_alone_links_the_card() {
    let owner = Owner::on_page().await;
    owner.types(bank::SUCCESSFUL_CARD);
    owner.till.pass(21);
    sweep(&owner.till).await;
    assert_eq!((owner.state().await, owner.told().await), (BindingState::Active, 1));
    assert_eq!(owner.stored().await.due, None);
}

#[tokio::test]
async fn a_card_that_the_bank_refused_ends_by_the_clock_since_no_webhook_tells() {
    let owner = Owner::on_page().await;
    owner.types("2200000000000053");
    owner.till.pass(21);
    sweep(&owner.till).await;
    assert_eq!((owner.state().await, owner.told().await), (BindingState::Inactive, 0));
}

#[tokio::test]
async fn a_page_that_was_left_ends_within_hours() {
    let owner = Owner::on_page().await;
    for _ in 0..20 {
        owner.till.world.clock.advance(TimeDelta::minutes(15));
        sweep(&owner.till).await;
    }
    assert_eq!(owner.state().await, BindingState::Inactive);
    assert_eq!(owner.stored().await.at_bank, None);
}

#[tokio::test]
async fn a_sending_that_died_before_the_bank_heard_of_it_is_made_up_for_with_the_same_key() {
    let owner = Owner::begun().await;
    let before = owner.stored().await.binding;
    owner.till.pass(41);
    sweep(&owner.till).await;
    let after = owner.stored().await.binding;
    assert_eq!((after.state, after.idempotence_key), (BindingState::Pending, before.idempotence_key));
    assert_eq!(owner.till.bank.methods().len(), 1);
}

#[tokio::test]
async fn a_binding_of_an_erased_profile_keeps_nobody() {
    let owner = Owner::on_page().await;
    let key = keys::cards::binding(owner.user, owner.binding);
    owner.till.world.app.store.delete(&key).await.expect("gone");
    owner.till.pass(21);
    sweep(&owner.till).await;
    assert_eq!(deliver(&owner.till, &[owner.news()]).await, Vec::<String>::new());
}
