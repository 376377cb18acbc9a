//! A till for tests: an embedded store, the bank's simulator beside it, and looks into what was written.
//! The store's clock stands still; the bank's goes its own way.

use bank::{Bank, Options, Shop};
use chrono::TimeDelta;
use domain::{AccountId, PaymentId, payment::JournalEntry};
use platform::{
    Query, Table,
    records::payments::{Credit, ListedPayment, StoredPayment},
    store::keys,
    testing::{World, fixtures},
};
use std::sync::Arc;

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

    pub async fn journal(&self, id: PaymentId) -> Vec<JournalEntry> {
        let query =
            Query::partition(Table::Payments, keys::payments::partition(id)).prefix(keys::payments::EVENTS);
        query.run(&self.world.app.store).await.expect("read").all().expect("entries")
    }
}
