//! Lists of the bank, page by page. A page that is not answered is asked for again: a run that looks at a whole day is not
//! lost to one bad moment.

use crate::{Bank, Failure};
use acquiring::{Acquirer, Answer, GatewayPayment, GatewayRefund, Outcome, Page, Period, RefundPage};
use std::time::Duration;

/// Pages of a listing at most: far more than a shop has in a day.
const PAGES: usize = 1000;
/// Milliseconds before a page is asked for again.
const PAUSES: [u64; 4] = [250, 500, 1000, 2000];

trait Paged {
    type Row;

    /// The rows, and the cursor of the next page.
    fn into_parts(self) -> (Vec<Self::Row>, Option<String>);
}

impl Paged for Page {
    type Row = GatewayPayment;

    fn into_parts(self) -> (Vec<GatewayPayment>, Option<String>) {
        (self.items, self.next_cursor)
    }
}

impl Paged for RefundPage {
    type Row = GatewayRefund;

    fn into_parts(self) -> (Vec<GatewayRefund>, Option<String>) {
        (self.items, self.next_cursor)
    }
}

impl Bank {
    /// All payments created since then.
    pub async fn payments(&self, created: Period) -> Result<Vec<GatewayPayment>, Failure> {
        let page = |cursor: Option<String>| -> Answer<'_, Page> {
            Box::pin(async move { self.client.list(created.from, cursor.as_deref()).await })
        };
        self.whole(page).await
    }

    /// All payments whose money was taken then.
    pub async fn captured(&self, period: Period) -> Result<Vec<GatewayPayment>, Failure> {
        let page = |cursor: Option<String>| -> Answer<'_, Page> {
            Box::pin(async move { self.client.list_captured(period, cursor.as_deref()).await })
        };
        self.whole(page).await
    }

    /// All refunds created then.
    pub async fn refunds(&self, created: Period) -> Result<Vec<GatewayRefund>, Failure> {
        let page = |cursor: Option<String>| -> Answer<'_, RefundPage> {
            Box::pin(async move { self.client.list_refunds(created, cursor.as_deref()).await })
        };
        self.whole(page).await
    }

    async fn whole<'a, P: Paged>(
        &'a self,
        page: impl Fn(Option<String>) -> Answer<'a, P>,
    ) -> Result<Vec<P::Row>, Failure> {
        let mut all = Vec::new();
        let mut cursor: Option<String> = None;
        for _ in 0..PAGES {
            let (rows, next) = self.answered(&page, &cursor).await?.into_parts();
            all.extend(rows);
            match next {
                Some(next) => cursor = Some(next),
                None => return Ok(all),
            }
        }
        Err(Failure::Bank("a listing without end".into()))
    }

    async fn answered<'a, P>(
        &'a self,
        page: impl Fn(Option<String>) -> Answer<'a, P>,
        cursor: &Option<String>,
    ) -> Result<P, Failure> {
        let mut pauses = PAUSES.iter();
        loop {
            let why = match page(cursor.clone()).await {
                Outcome::Answer(page) => return Ok(page),
                Outcome::Unknown { why } => why.code(),
                Outcome::Refused { code, .. } => return Err(Failure::Bank(format!("listing: {code}"))),
                Outcome::NotFound => return Err(Failure::Bank("listing: not_found".into())),
            };
            let Some(pause) = pauses.next() else { return Err(Failure::Bank(format!("listing: {why}"))) };
            tokio::time::sleep(self.app.clock.wall(Duration::from_millis(*pause))).await;
        }
    }
}
