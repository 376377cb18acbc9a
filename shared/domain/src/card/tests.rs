//! A binding, and what a bank may say of it (payments §4; security rows 71, 72).

use super::*;
use crate::{
    BindingId, Kopecks,
    payment::{SEND_LEASE, Shop},
};
use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;

fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_500_000 + seconds, 0).unwrap()
}

fn id() -> BindingId {
    "01JD3V6Z8Q7M2R4T000000000C".parse().unwrap()
}

fn offer() -> OfferAcceptance {
    OfferAcceptance { version: "1".into(), sha256: "ab".into(), at: at(0), ip: "203.0.113.7".into() }
}

fn card(last4: &str) -> BankCard {
    let expiry = Expiry { year: 2030, month: 11 };
    BankCard { last4: last4.into(), card_type: "Mir".into(), expiry, issuer: None }
}

fn created() -> Binding {
    let (user, company) = ("01JD3V6Z8Q7M2R4T000000000B".parse().unwrap(), "sever".parse().unwrap());
    Binding::create(id(), user, company, offer(), "{}".into(), at(0))
}

fn submitted() -> Binding {
    submit(&created(), at(0)).unwrap().binding
}

fn pending() -> Binding {
    advance(&submitted(), &on_page(), at(1)).binding
}

fn on_page() -> BindingSeen {
    BindingSeen::Pending { token: Token("t".into()), confirmation_url: Some("https://bank/bind".into()) }
}

fn active() -> BindingSeen {
    BindingSeen::Active { token: Token("t".into()), card: card("0004") }
}

fn in_state(state: BindingState) -> Binding {
    let base = match state {
        BindingState::Created => return created(),
        BindingState::Submitting => submitted(),
        _ => pending(),
    };
    let next_check_at = base.next_check_at.filter(|_| !state.is_terminal());
    Binding { state, next_check_at, ..base }
}

fn answers() -> Vec<BindingSeen> {
    vec![
        on_page(),
        active(),
        BindingSeen::Inactive { typed: true },
        BindingSeen::Inactive { typed: false },
        BindingSeen::Refused { http: 400 },
        BindingSeen::Refused { http: 403 },
        BindingSeen::Unknown,
        BindingSeen::NotFound,
        BindingSeen::Mismatch,
    ]
}

#[test]
fn every_pair_of_state_and_answer_moves_along_the_graph_or_not_at_all() {
    for state in BindingState::ALL {
        for seen in answers() {
            let before = in_state(state);
            let step = advance(&before, &seen, at(2));
            let after = step.binding.state;
            assert!(after == state || state.may_become(after), "{state:?} and {seen:?} give {after:?}");
            assert_eq!(
                step.link.is_some(),
                after == BindingState::Active && state != after,
                "{state:?} {seen:?}"
            );
            assert_eq!(step.is_change(&before), step.binding != before, "a change is a new version");
            assert!(!after.is_terminal() || step.binding.next_check_at.is_none(), "an end is not looked at");
        }
    }
}

#[test]
fn an_end_is_never_left_and_everything_else_leads_to_one() {
    for (from, to) in BINDING_GRAPH {
        assert_eq!(from.is_terminal(), to.is_empty(), "{from:?}");
    }
    assert_eq!(BINDING_GRAPH.len(), BindingState::ALL.len());
}

#[test]
fn a_card_is_ours_only_from_our_shop_and_with_our_number() {
    let shop = Shop { id: "100500".into(), test: true };
    let seen = |shop_id: &str, binding: Option<BindingId>| {
        let status = MethodStatus::Active { card: Some(card("0004")) };
        let seen = BoundSeen { token: Token("t".into()), shop_id: shop_id.into(), binding, status };
        BindingSeen::of(id(), seen, &shop)
    };
    assert_eq!(seen("100500", Some(id())), active());
    let another = "01JD3V6Z8Q7M2R4T000000000D".parse().unwrap();
    for strange in [seen("100501", Some(id())), seen("100500", None), seen("100500", Some(another))] {
        assert_eq!(strange, BindingSeen::Mismatch);
        let step = advance(&pending(), &strange, at(2));
        assert_eq!((step.binding.state, step.link), (BindingState::Inactive, None));
    }
}

#[test]
fn a_person_is_told_whether_it_was_the_bank_or_the_time_or_themselves_as_r_188_asks() {
    let why = |seen: BindingSeen, seconds| advance(&pending(), &seen, at(seconds)).binding.refusal;
    assert_eq!(why(BindingSeen::Inactive { typed: true }, 60), Some(CardRefusal::CardDeclined));
    assert_eq!(why(BindingSeen::Inactive { typed: false }, 60), Some(CardRefusal::Abandoned));
    let late = 3600 + 60;
    assert_eq!(why(BindingSeen::Inactive { typed: false }, late), Some(CardRefusal::ExpiredOnConfirmation));
    for refusal in CardRefusal::ALL {
        let text = refusal.text();
        assert!(!text.message.is_empty() && !text.advice.is_empty());
        assert_eq!(text.code, refusal.code());
    }
}

#[test]
fn a_sending_without_an_answer_is_repeated_after_its_lease_and_given_up_in_a_day() {
    let before = submitted();
    assert_eq!(tick(&before, at(39)), BindingTick::Wait);
    let BindingTick::Send(step) = tick(&before, at(40)) else { panic!("is due") };
    assert_eq!((step.binding.sends, step.binding.next_check_at), (2, Some(at(40) + SEND_LEASE)));
    assert_eq!(step.binding.idempotence_key, before.idempotence_key);
    assert_eq!(step.binding.request_body, before.request_body);
    let BindingTick::Settle(step) = tick(&before, at(24 * 3600)) else { panic!("too old") };
    assert_eq!(step.binding.state, BindingState::Failed);
}

#[test]
fn a_refused_repetition_is_an_end_only_when_the_request_is_bad() {
    let twice = Binding { sends: 2, ..submitted() };
    let state =
        |binding: &Binding, http| advance(binding, &BindingSeen::Refused { http }, at(50)).binding.state;
    assert_eq!(state(&submitted(), 403), BindingState::Failed);
    assert_eq!(state(&twice, 403), BindingState::Submitting);
    assert_eq!(state(&twice, 400), BindingState::Failed);
}

#[test]
fn a_page_that_nobody_comes_back_from_is_looked_at_until_it_is_over() {
    let mut binding = pending();
    let (mut looks, mut now) = (0, at(1));
    while let Some(due) = binding.next_check_at {
        now = due;
        assert_eq!(tick(&binding, now), BindingTick::Ask);
        binding = advance(&binding, &on_page(), now).binding;
        looks += 1;
        assert!(looks < 30, "it never ends");
    }
    assert_eq!(
        (binding.state, binding.refusal),
        (BindingState::Inactive, Some(CardRefusal::ExpiredOnConfirmation))
    );
    assert!(now - at(0) > TimeDelta::hours(1), "the bank's page lives an hour");
}

#[test]
fn a_bank_that_is_silent_for_hours_may_still_tell_that_the_card_is_linked() {
    let (mut binding, late) = (pending(), at(0) + TimeDelta::hours(20));
    while binding.next_check_at.is_some_and(|due| due < late) {
        let due = binding.next_check_at.expect("a moment");
        binding = advance(&binding, &BindingSeen::Unknown, due).binding;
        assert_eq!(binding.state, BindingState::Pending, "silence decides nothing");
    }
    assert_eq!(advance(&binding, &active(), late).binding.state, BindingState::Active);
    let given_up = advance(&binding, &BindingSeen::Unknown, at(0) + TimeDelta::hours(27)).binding;
    assert_eq!((given_up.state, given_up.next_check_at), (BindingState::Inactive, None), "asked for a day");
}

#[test]
fn the_same_card_has_the_same_name_and_another_has_another() {
    let company = "sever".parse().unwrap();
    let of = |card: &BankCard| CardId::of(&company, card).to_string();
    assert_eq!(of(&card("0004")), "sever-mir-0004-203011");
    let mut next = card("0004");
    next.expiry.month = 12;
    let visa = BankCard { card_type: "Visa".into(), ..card("0004") };
    let odd = BankCard { card_type: "Карта № 1".into(), ..card("0004") };
    for other in [&card("0005"), &next, &visa, &odd] {
        assert_ne!(of(other), of(&card("0004")));
        assert_eq!(of(other).parse::<CardId>().unwrap().to_string(), of(other));
    }
    for malformed in ["", "sever", "sever-", "SEVER-mir-0004-203011", "sever-mir#0004", "01JD3V6Z8Q7M2R4T"] {
        assert!(malformed.parse::<CardId>().is_err(), "{malformed}");
    }
}

#[test]
fn a_card_is_good_to_the_end_of_its_month() {
    let over = |year, month| Expiry { year, month }.is_over(at(0));
    assert!(!over(2026, 11) && !over(2027, 1) && over(2026, 10) && over(2025, 12));
    assert_eq!(Expiry::parse("2030", "11"), Some(Expiry { year: 2030, month: 11 }));
    assert_eq!(Expiry { year: 2030, month: 1 }.to_string(), "01/2030");
    for (year, month) in [("2030", "13"), ("2030", "0"), ("30", "11"), ("", "")] {
        assert_eq!(Expiry::parse(year, month), None);
    }
}

#[test]
fn a_code_is_asked_for_as_the_installation_says() {
    assert_eq!("always".parse(), Ok(StepUpRule::Always));
    assert_eq!("never".parse(), Ok(StepUpRule::Never));
    assert_eq!("above:5000".parse(), Ok(StepUpRule::Above(Kopecks(500_000))));
    for odd in ["", "6", "above:", "above:-1", "above:1.5", "ALWAYS"] {
        assert!(odd.parse::<StepUpRule>().is_err(), "{odd}");
    }
    let limit = StepUpRule::Above(Kopecks(500_000));
    assert!(limit.asks_for(Kopecks(500_001)) && !limit.asks_for(Kopecks(500_000)));
    assert!(StepUpRule::default().asks_for(Kopecks(1)) && !StepUpRule::Never.asks_for(Kopecks(i64::MAX)));
}

#[test]
fn a_token_is_not_printed() {
    let printed =
        format!("{:?}", BindingSeen::Active { token: Token("2e8f3c22".into()), card: card("0004") });
    assert!(!printed.contains("2e8f3c22"), "{printed}");
}

#[test]
fn a_binding_reads_back_from_json_as_it_was() {
    let binding = advance(&pending(), &active(), at(3)).binding;
    let json = serde_json::to_string(&binding).unwrap();
    assert_eq!(serde_json::from_str::<Binding>(&json).unwrap(), binding);
}

fn heard() -> impl Strategy<Value = Vec<BindingSeen>> {
    let lost = prop_oneof![
        Just(on_page()),
        Just(BindingSeen::Unknown),
        Just(BindingSeen::NotFound),
        Just(BindingSeen::Refused { http: 403 })
    ];
    prop::collection::vec(lost, 0..12)
}

proptest! {
    /// Whatever is heard, lost or repeated before and after: a card that the bank has is linked once and stays.
    #[test]
    fn a_saved_card_is_linked_once_whatever_else_is_heard(before in heard(), after in heard()) {
        let mut binding = Binding { sends: 2, ..submitted() };
        let mut links = 0;
        let mut heard = before;
        heard.extend([active(), active()]);
        heard.extend(after);
        heard.extend([BindingSeen::Inactive { typed: true }, active()]);
        for (n, seen) in heard.iter().enumerate() {
            let step = advance(&binding, seen, at(n as i64));
            prop_assert!(step.binding.version >= binding.version);
            links += usize::from(step.link.is_some());
            binding = step.binding;
        }
        prop_assert_eq!((binding.state, links), (BindingState::Active, 1));
        prop_assert_eq!(binding.card, Some("sever-mir-0004-203011".parse().unwrap()));
    }
}
