//! A till for tests: an embedded store, the bank's simulator beside it, and looks into what was written.
//! The store's clock stands still; the bank's goes its own way.

use crate::cards;
use acquiring::CreateMethod;
use bank::{Bank, Options, Shop};
use chrono::TimeDelta;
use domain::{
    AccountId, BindingId, Kopecks, PaymentId, PaymentLine, PaymentMethod, UserId,
    card::{self, Binding},
    payment::{self, JournalEntry, NewPayment, Observation},
};
use platform::{
    Query, Table,
    http::Viewer,
    offer,
    records::{
        cards::{StoredBinding, StoredCard},
        payments::{Credit, ListedPayment, StoredPayment},
    },
    store::keys,
    testing::{World, fixtures},
};
use std::{sync::Arc, time::Duration};

/// Token of webhooks in the secrets of tests.
pub const HOOK_TOKEN: &str = "abababababababababababababababab";

pub struct Till {
    pub world: World,
    pub bank: Arc<Bank>,
    pub account: AccountId,
}

impl Till {
    /// A till whose bank posts no webhooks.
    pub async fn open() -> Self {
        Self::posting_to(None).await
    }

    /// A till whose bank posts webhooks to this origin.
    pub async fn posting_to(origin: Option<&str>) -> Self {
        Self::with(origin, &[]).await
    }

    /// The same with some settings of another value.
    pub async fn with(origin: Option<&str>, settings: &[(&str, &str)]) -> Self {
        let shop = Shop {
            shop_id: "100500".into(),
            secret_key: "test_secret".into(),
            name: "Северогаз Регион".into(),
            hook_url: origin.map(|origin| format!("{origin}/api/hooks/yookassa/sever/{HOOK_TOKEN}")),
            test: true,
            utilities: true,
            saves_cards: true,
        };
        let options = |options: Options| options.with_shop(shop);
        let (address, bank) = bank::on_free_port(options).await.expect("a bank");
        let acquiring = format!("{address}/v3");
        let mut settings = settings.to_vec();
        settings.push(("ACQUIRING_URL", &acquiring));
        let world = World::with(&settings).await;
        world.import(&fixtures::company(), &fixtures::account()).await;
        Self { world, bank, account: fixtures::account().id }
    }

    /// A payment of this user that waits at the bank under this number, written as if it had been begun.
    pub async fn awaiting(&self, user: UserId, gateway_id: &str) -> PaymentId {
        let now = self.world.clock.now();
        let new = NewPayment {
            id: PaymentId(ulid::Ulid::new()),
            user,
            account: self.account.clone(),
            lines: vec![PaymentLine {
                service: "gas".into(), name: "Газ".into(), amount: Kopecks(10_000)
            }],
            amount: Kopecks(10_000),
            method: PaymentMethod::NewCard,
            payee: None,
            request_body: "{}".into(),
            request_hash: "hash".into(),
        };
        let created = payment::Payment::create(new, now);
        let sent = payment::submit(&created, now).expect("is fresh").payment;
        let page = Some("http://localhost:3004/pay/1".to_owned());
        let seen = Observation::Pending { gateway_id: gateway_id.to_owned(), confirmation_url: page };
        let stored = StoredPayment::from(payment::advance(&sent, &seen, now).payment);
        let id = stored.payment.id;
        self.world.app.store.put(&keys::payments::payment(id), &stored).await.expect("stored");
        id
    }

    /// A card of this user, linked on the bank's page as a person would.
    pub async fn linked_card(&self, user: UserId, number: &str) -> StoredCard {
        let app = &self.world.app;
        let (now, id) = (self.world.clock.now(), BindingId(ulid::Ulid::new()));
        let order = CreateMethod {
            bind_id: id.to_string(),
            user_id: user.to_string(),
            return_url: "http://localhost:3000/cards".into(),
            client_ip: None,
        };
        let viewer = Viewer { ip: None, agent: "test".into() };
        let company = self.account.company.clone();
        let binding = Binding::create(id, user, company, offer::accepted(&viewer, now), order.to_body(), now);
        let submitted = card::submit(&binding, now).expect("is fresh").binding;
        let stored = StoredBinding::new(submitted, None, None);
        app.store.put(&keys::cards::binding(user, id), &stored).await.expect("stored");
        let shop = super::Bank::of(app, &self.account.company).await.expect("a shop");
        let pending = cards::send_binding(app, &shop, stored, Duration::from_secs(5)).await.expect("sent");
        self.bank.bind(&self.token(), number).expect("a card");
        let active = cards::ask_binding(app, pending, Duration::from_secs(5)).await.expect("asked");
        let card = active.binding.card.unwrap_or_else(|| panic!("{:?}", active.binding.refusal));
        app.store.get(&keys::cards::card(user, &card)).await.expect("read").expect("a card")
    }

    /// The bank's token of the card that was linked last.
    pub fn token(&self) -> String {
        self.bank.methods().pop().expect("a card at the bank").id
    }

    /// The linked cards of a user.
    pub async fn cards(&self, user: UserId) -> Vec<StoredCard> {
        let query =
            Query::partition(Table::Payments, keys::cards::partition(user)).prefix(keys::cards::CARDS);
        query.run(&self.world.app.store).await.expect("read").all().expect("cards")
    }

    /// Moves the store's clock.
    pub fn pass(&self, seconds: i64) {
        self.world.clock.advance(TimeDelta::seconds(seconds));
    }

    pub async fn payment(&self, id: PaymentId) -> StoredPayment {
        super::load(&self.world.app.store, id).await.expect("read").expect("a payment")
    }

    /// The bank's number of its only payment.
    pub fn at_bank(&self) -> String {
        let payments = self.bank.payments();
        assert_eq!(payments.len(), 1, "one payment at the bank");
        payments.into_iter().next().map(|payment| payment.id).unwrap_or_default()
    }

    /// How often cards were charged.
    pub fn charges(&self) -> u32 {
        self.bank.payments().iter().map(|payment| payment.charges).sum()
    }

    pub async fn credits(&self) -> Vec<Credit> {
        let partition = keys::accounts::partition(&self.account);
        let query = Query::partition(Table::Accounts, partition).prefix(keys::accounts::CREDITS);
        query.run(&self.world.app.store).await.expect("read").all().expect("credits")
    }

    /// Lines of «Платежи», oldest first.
    pub async fn listed(&self) -> Vec<ListedPayment> {
        let partition = keys::payments::account_partition(&self.account);
        let query = Query::partition(Table::Payments, partition).prefix(keys::payments::OF_ACCOUNT);
        query.run(&self.world.app.store).await.expect("read").all().expect("lines")
    }

    /// What follows a payment.
    pub async fn aftermath(&self, id: PaymentId) -> payment::Aftermath {
        super::load_aftermath(&self.world.app.store, id).await.expect("read").expect("it has succeeded")
    }

    /// Kinds and subjects of what a person has to look at.
    pub async fn incidents(&self) -> Vec<(payment::IncidentKind, String)> {
        let rows = platform::incidents::all(&self.world.app).await.expect("read");
        let mut found: Vec<_> = rows.into_iter().map(|row| (row.kind, row.subject)).collect();
        found.sort();
        found
    }

    /// Lets the store's clock show the bank's time, for what is compared by time.
    pub fn wind(&self) {
        let now = self.world.clock.now();
        self.world.clock.advance(chrono::Utc::now() - now);
    }

    pub async fn journal(&self, id: PaymentId) -> Vec<JournalEntry> {
        let query =
            Query::partition(Table::Payments, keys::payments::partition(id)).prefix(keys::payments::EVENTS);
        query.run(&self.world.app.store).await.expect("read").all().expect("entries")
    }
}
