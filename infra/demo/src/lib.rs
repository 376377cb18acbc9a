//! Demo companies as exchange packets. They enter the portal by the real import alone, so that whatever
//! the demo shows, a company's own file can show too. The format is told in `PACKET.md` beside `src`.
//!
//! Everything is computed from a date: no reading, charge, payment or balance contradicts another.

mod amounts;
mod companies;
mod facts;
mod generated;
mod guide;
mod household;
mod ledger;
mod manual;
pub mod packet;
mod season;
mod sever;
mod volga;
mod yuzhny;

pub use generated::generate;
pub use guide::{DemoAccount, Unlocks, guide};

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use domain::{Company, CompanyId, packet::AccountData};

/// A packet for the inbox of a company: `{company}/in/{name}.zip` of the exchange bucket.
#[derive(Debug, Clone)]
pub struct DemoPacket {
    pub company: CompanyId,
    pub name: String,
    /// The ZIP.
    pub bytes: Vec<u8>,
}

/// A company with its accounts in the order of their numbers.
pub(crate) struct Scene {
    pub company: Company,
    pub form: packet::Form,
    pub accounts: Vec<AccountData>,
}

/// The first packets of the three demo companies, as taken on the evening before `today`.
pub fn packets(today: NaiveDate) -> anyhow::Result<Vec<DemoPacket>> {
    scenes(today)?.into_iter().map(|scene| packet_of(&scene, today, 1)).collect()
}

/// The same companies once more under a later sequence number: what a nightly exchange brings.
pub fn packets_numbered(today: NaiveDate, sequence: u64) -> anyhow::Result<Vec<DemoPacket>> {
    scenes(today)?.into_iter().map(|scene| packet_of(&scene, today, sequence)).collect()
}

fn packet_of(scene: &Scene, today: NaiveDate, sequence: u64) -> anyhow::Result<DemoPacket> {
    let heading = packet::Heading {
        company: &scene.company,
        form: scene.form,
        as_of: as_of(today),
        sequence,
        mode: domain::packet::Mode::Snapshot,
    };
    let bytes = packet::write(&heading, scene.accounts.iter().cloned())?;
    Ok(DemoPacket {
        company: scene.company.id.clone(),
        name: name(&scene.company.id, today, sequence),
        bytes,
    })
}

fn name(company: &CompanyId, today: NaiveDate, sequence: u64) -> String {
    format!("{company}-{today}-{sequence:06}")
}

/// Late in the day before: past for every clock on which it can be `today`.
pub(crate) fn as_of(today: NaiveDate) -> DateTime<Utc> {
    let afternoon = NaiveTime::from_hms_opt(11, 0, 0).unwrap_or_default();
    (today - TimeDelta::days(1)).and_time(afternoon).and_utc()
}

pub(crate) fn scenes(today: NaiveDate) -> anyhow::Result<Vec<Scene>> {
    Ok(vec![sever::scene(today)?, volga::scene(today)?, yuzhny::scene(today)?])
}

#[cfg(test)]
mod tests;
