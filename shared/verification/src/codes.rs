//! Codes: made at random, kept only as a MAC bound to what they are for (security rows 1, 7, 8).

use crate::Purpose;
use domain::{FlowId, login::Login};
use hmac::{Hmac, Mac};
use platform::{Problem, secrets::PlatformSecret};
use sha2::Sha256;
use subtle::ConstantTimeEq;

/// Everything that a code belongs to: with any part of it changed the code is another.
#[derive(Debug, Clone, Copy)]
pub struct Bound<'a> {
    pub purpose: Purpose,
    pub flow: FlowId,
    /// Where the code is sent.
    pub to: &'a Login,
    /// Digest of the browser's secret.
    pub browser: &'a str,
}

/// A fresh code of so many digits from the system's cryptographic generator.
pub fn random(digits: u32) -> String {
    (0..digits).map(|_| char::from(b'0' + rand::random_range(0..10u8))).collect()
}

/// What is kept of a code.
pub fn mac(secret: &PlatformSecret, bound: Bound<'_>, code: &str) -> Result<String, Problem> {
    let key = hex::decode(&secret.code_key).map_err(|_| Problem::internal("code key is no hex"))?;
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).map_err(Problem::internal)?;
    let flow = bound.flow.to_string();
    for part in [bound.purpose.name(), &flow, bound.to.as_str(), bound.browser, code] {
        // No part holds a zero byte: none can be taken for the end of another.
        mac.update(part.as_bytes());
        mac.update(b"\0");
    }
    Ok(hex::encode(mac.finalize().into_bytes()))
}

/// Equal in a time that tells nothing.
pub fn equal(a: &str, b: &str) -> bool {
    a.as_bytes().ct_eq(b.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_uniform_as_security_row_1_asks() {
        let mut seen = [0f64; 10];
        for _ in 0..100_000 {
            let code = random(6);
            assert_eq!(code.len(), 6);
            for digit in code.bytes() {
                seen[usize::from(digit - b'0')] += 1.0;
            }
        }
        let chi_squared: f64 = seen.iter().map(|n| (n - 60_000.0f64).powi(2) / 60_000.0).sum();
        // 9 degrees of freedom: above 45 by chance once in a million runs.
        assert!(chi_squared < 45.0, "{chi_squared}");
    }

    #[test]
    fn a_code_of_one_flow_purpose_login_or_browser_is_none_of_another_as_row_7_asks() {
        let secret = PlatformSecret { code_key: "00".repeat(32) };
        let flows = [FlowId(ulid::Ulid::new()), FlowId(ulid::Ulid::new())];
        let logins = ["a@example.ru", "+79123456789"].map(|typed| Login::parse(typed).expect("a login"));
        let purposes =
            [Purpose::Registration, Purpose::Recovery, Purpose::ContactChange, Purpose::CardPayment];
        let mut all = Vec::new();
        for purpose in purposes {
            for flow in flows {
                for to in &logins {
                    for browser in ["aa", "bb"] {
                        let bound = Bound { purpose, flow, to, browser };
                        let one = mac(&secret, bound, "123456").expect("a mac");
                        assert!(equal(&one, &mac(&secret, bound, "123456").expect("the same mac")));
                        all.push(one);
                    }
                }
            }
        }
        for (n, one) in all.iter().enumerate() {
            assert!(all[n + 1..].iter().all(|other| !equal(one, other)));
        }
    }
}
