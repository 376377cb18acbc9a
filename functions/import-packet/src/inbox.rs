//! Where packets and their acknowledgements lie in the exchange bucket. A company's system may write under
//! its own prefix only (security row 56), so the prefix says whose packet it is.

use domain::CompanyId;

/// What a problem of the packet as a whole is listed under.
pub const PACKET: &str = "packet";

/// A packet's place: `{company}/in/{name}.zip`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inbox {
    pub company: CompanyId,
    pub name: String,
}

impl Inbox {
    pub fn of_key(key: &str) -> Option<Self> {
        let (company, rest) = key.split_once("/in/")?;
        let name = rest.strip_suffix(".zip")?;
        let plain = (1..=100).contains(&name.len())
            && !name.starts_with('.')
            && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'));
        Some(Self { company: company.parse().ok().filter(|_| plain)?, name: name.to_owned() })
    }

    pub fn packet(&self) -> String {
        format!("{}/in/{}.zip", self.company, self.name)
    }

    pub fn acknowledgement(&self) -> String {
        format!("{}/out/{}.ack.json", self.company, self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_plain_name_in_an_inbox_is_a_packet() {
        let inbox = Inbox::of_key("sever/in/2026-11-24.zip").expect("a packet");
        assert_eq!(inbox.packet(), "sever/in/2026-11-24.zip");
        assert_eq!(inbox.acknowledgement(), "sever/out/2026-11-24.ack.json");
        for other in [
            "sever/out/x.ack.json",
            "sever/in/x.txt",
            "Sever/in/x.zip",
            "sever/in/../x.zip",
            "sever/in/a/b.zip",
            "sever/in/.zip",
            "in/x.zip",
        ] {
            assert_eq!(Inbox::of_key(other), None, "{other}");
        }
    }
}
