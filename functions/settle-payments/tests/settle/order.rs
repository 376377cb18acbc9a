//! Notices, sweeps and looks in any order and number lead to the same ledger (security row 65).

use crate::{Payer, deliver, sweep};
use payments::testing::Till;
use platform::outbox::{Event, OutboxRow};

/// A sequence that looks like chance and is the same in every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }
}

#[tokio::test]
async fn a_hundred_notices_sweeps_and_looks_in_any_order_are_one_credit() {
    for seed in 1..=6 {
        let mut chance = Chance(seed);
        let mut payer = Payer::at(Till::open().await).await;
        let id = payer.start().await;
        let number = payer.till.at_bank();
        let paid_at = chance.below(100);
        for turn in 0..100 {
            if turn == paid_at {
                payer.pays().await;
            }
            payer.till.pass(i64::try_from(chance.below(9)).unwrap_or_default());
            match chance.below(4) {
                0 => {
                    sweep(&payer.till).await;
                }
                1 => payer.look(id).await,
                _ => {
                    let event = Event::PaymentCheck { payment: id, gateway_id: number.clone() };
                    let row = OutboxRow::new(event, payer.till.world.clock.now());
                    deliver(&payer.till, &[row.clone(), row]).await;
                }
            }
        }
        payer.till.pass(300);
        sweep(&payer.till).await;
        payer.assert_paid_once(id).await;
        assert_eq!(payer.till.credits().await[0].payment, id, "seed {seed}");
    }
}
