//! «Банковские карты» (manual 4.7.3; R-186…R-190): the linked cards of a user, linking one on the bank's page without
//! a payment, and forgetting one. The card itself is typed at the bank alone.

mod binding;
mod list;
mod offer;
mod start;
mod unlink;
mod view;

use platform::{http::Api, routes};

pub fn api() -> Api {
    Api::new()
        .routes(routes!(list::list_cards))
        .routes(routes!(offer::read_card_offer))
        .routes(routes!(start::start_card_binding))
        .routes(routes!(binding::follow_card_binding))
        .routes(routes!(unlink::unlink_card))
}
