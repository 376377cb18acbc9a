//! `Content-Disposition` (RFC 6266): names that cannot break out of their header, in Russian where the browser can.

/// Saved under `name`; `ascii` is for what does not know UTF-8 names.
pub fn attachment(ascii: &str, name: &str) -> String {
    let plain: String = ascii.chars().filter(|c| c.is_ascii_graphic() && !matches!(c, '"' | '\\')).collect();
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{}", encoded(name))
}

/// Shown in the browser and saved under `name`.
pub fn inline(name: &str) -> String {
    format!("inline; filename*=UTF-8''{}", encoded(name))
}

/// Control characters go.
fn encoded(name: &str) -> String {
    let mut encoded = String::new();
    for byte in name.chars().filter(|c| !c.is_control()).collect::<String>().bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'-' | b'_' => encoded.push(char::from(byte)),
            other => encoded.push_str(&format!("%{other:02X}")),
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_cannot_break_out_of_its_header() {
        assert_eq!(inline("a\"\r\nb.pdf"), "inline; filename*=UTF-8''a%22b.pdf");
        assert_eq!(inline("счёт.pdf"), "inline; filename*=UTF-8''%D1%81%D1%87%D1%91%D1%82.pdf");
    }

    #[test]
    fn an_old_browser_gets_a_name_of_plain_letters() {
        assert_eq!(
            attachment("a\"b\r\n.csv", "счёт.csv"),
            "attachment; filename=\"ab.csv\"; filename*=UTF-8''%D1%81%D1%87%D1%91%D1%82.csv"
        );
    }
}
