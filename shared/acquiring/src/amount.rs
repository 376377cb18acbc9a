//! Sums as the gateway writes them: `"2580.43"`, a string with exactly two decimals.

use domain::Kopecks;

/// `"2580.43"` of a sum that is not negative.
pub fn write(sum: Kopecks) -> String {
    format!("{}.{:02}", sum.0 / 100, sum.0 % 100)
}

/// Reads a sum digit by digit; anything but `roubles.kk` is `None`.
pub fn read(text: &str) -> Option<Kopecks> {
    let (roubles, kopecks) = text.split_once('.')?;
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if !digits(roubles) || !digits(kopecks) || kopecks.len() != 2 {
        return None;
    }
    let roubles: i64 = roubles.parse().ok()?;
    let kopecks: i64 = kopecks.parse().ok()?;
    roubles.checked_mul(100)?.checked_add(kopecks).map(Kopecks)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_read_back_as_written() {
        for kopecks in [0, 1, 99, 100, 101, 1_000, 258_043, 1_500_000, i64::MAX] {
            assert_eq!(read(&write(Kopecks(kopecks))), Some(Kopecks(kopecks)));
        }
    }

    #[test]
    fn anything_but_two_decimals_is_refused() {
        let refused = [
            "",
            "10",
            "10.",
            ".50",
            "10.5",
            "10.001",
            "-1.00",
            "+1.00",
            "1e3.00",
            "NaN",
            "1 000.00",
            "10,00",
            "92233720368547758.08",
            "٣.00",
        ];
        for text in refused {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
