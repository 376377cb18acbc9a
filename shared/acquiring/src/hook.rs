//! What the gateway tells by itself (webhooks). They carry no signature, therefore a notice is believed
//! in one thing only: which object to ask the gateway about (security row 63).

use serde_json::Value;
use std::net::IpAddr;

/// Largest notice that is read, bytes (security row 64).
pub const MAX_BODY: usize = 64 * 1024;

/// Addresses the gateway says it sends from.
pub const PUBLISHED_ADDRESSES: [&str; 7] = [
    "185.71.76.0/27",
    "185.71.77.0/27",
    "77.75.153.0/25",
    "77.75.156.11",
    "77.75.156.35",
    "77.75.154.128/25",
    "2a02:5180::/32",
];

/// A reason to ask the gateway about an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HookNotice {
    /// `payment.succeeded`, `payment.canceled`, `payment.waiting_for_capture`, `refund.succeeded` …
    pub event: String,
    /// The gateway's identifier of the object, safe to put into a path.
    pub object_id: String,
    /// `metadata.payment_id` as claimed.
    pub payment_id: Option<String>,
    /// `metadata.bind_id` and `metadata.user_id` of a card, as claimed.
    pub binding: Option<(String, String)>,
    /// `metadata.refund_id` as claimed.
    pub refund_id: Option<String>,
}

/// Why a notice was not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum HookError {
    #[error("notice is larger than 64 KiB")]
    TooLarge,
    #[error("not a notice of the gateway")]
    Malformed,
}

/// Reads a notice.
pub fn parse(body: &[u8]) -> Result<HookNotice, HookError> {
    if body.len() > MAX_BODY {
        return Err(HookError::TooLarge);
    }
    let json: Value = serde_json::from_slice(body).map_err(|_| HookError::Malformed)?;
    let event = json["event"].as_str().filter(|event| is_event(event));
    let object = &json["object"];
    let object_id = object["id"].as_str().filter(|id| is_object_id(id));
    let text = |name: &str| object["metadata"][name].as_str().map(str::to_owned);
    match (json["type"].as_str(), event, object_id) {
        (Some("notification"), Some(event), Some(object_id)) => Ok(HookNotice {
            event: event.to_owned(),
            object_id: object_id.to_owned(),
            payment_id: text("payment_id"),
            binding: text("bind_id").zip(text("user_id")),
            refund_id: text("refund_id"),
        }),
        _ => Err(HookError::Malformed),
    }
}

/// Whether `ip` lies in one of `ranges` (`185.71.76.0/27`, `77.75.156.11`). A malformed range holds nothing.
pub fn allowed_ip(ip: IpAddr, ranges: &[impl AsRef<str>]) -> bool {
    ranges.iter().any(|range| holds(range.as_ref(), ip.to_canonical()).unwrap_or(false))
}

/// Form of the gateway's identifiers; nothing that means something in a path.
pub(crate) fn is_object_id(id: &str) -> bool {
    (1..=64).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

fn is_event(event: &str) -> bool {
    (1..=64).contains(&event.len()) && event.bytes().all(|b| b.is_ascii_lowercase() || b == b'_' || b == b'.')
}

fn holds(range: &str, ip: IpAddr) -> Option<bool> {
    let (base, length) = match range.split_once('/') {
        Some((base, length)) => (base, Some(length.parse::<u32>().ok()?)),
        None => (range, None),
    };
    let (base, ip, bits) = match (base.parse().ok()?, ip) {
        (IpAddr::V4(base), IpAddr::V4(ip)) => (u128::from(base.to_bits()), u128::from(ip.to_bits()), 32),
        (IpAddr::V6(base), IpAddr::V6(ip)) => (base.to_bits(), ip.to_bits(), 128),
        _ => return Some(false),
    };
    let ignored = bits - length.unwrap_or(bits).min(bits);
    Some((base ^ ip).checked_shr(ignored).unwrap_or(0) == 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn allowed(ip: &str) -> bool {
        allowed_ip(ip.parse().expect("an address"), &PUBLISHED_ADDRESSES)
    }

    #[test]
    fn notice_gives_the_object_to_ask_about() {
        let body = json!({"type": "notification", "event": "payment.succeeded",
            "object": {"id": "2e8f1a3c-000f-5000-8000-18db351245c7", "status": "succeeded",
                "metadata": {"payment_id": "01JD3V6Z8Q7M2R4T"}}});
        let notice = parse(body.to_string().as_bytes()).expect("a notice");
        assert_eq!(notice.event, "payment.succeeded");
        assert_eq!(notice.object_id, "2e8f1a3c-000f-5000-8000-18db351245c7");
        assert_eq!(notice.payment_id.as_deref(), Some("01JD3V6Z8Q7M2R4T"));
    }

    #[test]
    fn anything_else_is_malformed() {
        let bodies = [
            json!(null),
            json!([]),
            json!({"type": "notification", "event": "payment.succeeded"}),
            json!({"type": "other", "event": "payment.succeeded", "object": {"id": "a"}}),
            json!({"type": "notification", "event": "payment.succeeded", "object": {"id": "../refunds"}}),
            json!({"type": "notification", "event": "payment.succeeded\n", "object": {"id": "a"}}),
        ];
        for body in bodies {
            assert_eq!(parse(body.to_string().as_bytes()), Err(HookError::Malformed), "{body}");
        }
        assert_eq!(parse(b"<html>"), Err(HookError::Malformed));
    }

    #[test]
    fn notice_over_64_kib_is_not_read() {
        assert_eq!(parse(&vec![b' '; MAX_BODY + 1]), Err(HookError::TooLarge));
    }

    #[test]
    fn published_addresses_are_allowed_to_their_edges() {
        for ip in [
            "185.71.76.0",
            "185.71.76.31",
            "77.75.153.127",
            "77.75.154.128",
            "77.75.156.11",
            "2a02:5180:ffff::1",
            "::ffff:77.75.156.35",
        ] {
            assert!(allowed(ip), "{ip}");
        }
        for ip in ["185.71.76.32", "77.75.153.128", "77.75.154.127", "77.75.156.12", "2a02:5181::", "::1"] {
            assert!(!allowed(ip), "{ip}");
        }
    }

    #[test]
    fn malformed_range_holds_nothing_and_zero_length_holds_all() {
        let ip = "127.0.0.1".parse().expect("an address");
        assert!(!allowed_ip(ip, &["localhost", "127.0.0.1/x", "127.0.0.1/"]));
        assert!(allowed_ip(ip, &["0.0.0.0/0"]));
    }
}
