//! Codes: made at random, kept only as a MAC bound to their flow (security rows 1, 7, 8).

use domain::FlowId;
use hmac::{Hmac, Mac};
use platform::{Problem, secrets::PlatformSecret};
use sha2::Sha256;
use subtle::ConstantTimeEq;

/// A fresh code of so many digits from the system's cryptographic generator.
pub fn random(digits: u32) -> String {
    (0..digits).map(|_| char::from(b'0' + rand::random_range(0..10u8))).collect()
}

/// What is kept of a code.
pub fn mac(secret: &PlatformSecret, flow: FlowId, code: &str) -> Result<String, Problem> {
    let key = hex::decode(&secret.code_key).map_err(|_| Problem::internal("code key is no hex"))?;
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).map_err(Problem::internal)?;
    mac.update(b"registration\0");
    mac.update(flow.to_string().as_bytes());
    mac.update(b"\0");
    mac.update(code.as_bytes());
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
    fn a_code_of_one_flow_is_none_of_another() {
        let secret = PlatformSecret { code_key: "00".repeat(32) };
        let (a, b) = (FlowId(ulid::Ulid::new()), FlowId(ulid::Ulid::new()));
        let mac_of = |flow| mac(&secret, flow, "123456").expect("a mac");
        assert!(equal(&mac_of(a), &mac_of(a)));
        assert!(!equal(&mac_of(a), &mac_of(b)));
    }
}
