//! A meter as its page and the form of readings show it (R-087… ).

use chrono::NaiveDate;
use domain::{
    DialReading, MeterState, ReadingSource, ReadingStatus, link,
    readings::{self, LastSent, ReadingRefusal, VerificationStatus},
};
use platform::sessions::LinkedAccount;
use serde::Serialize;

/// A meter of an account; all of it comes from the company and cannot be edited.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Meter {
    pub id: String,
    pub name: String,
    /// Whole in the extended version, «6****37» in the limited one.
    pub serial: String,
    /// Number of digits on the dial.
    pub digits: u8,
    pub state: MeterState,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    pub verification: MeterVerification,
    /// The latest reading, sent or counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_reading: Option<LastReading>,
    /// The latest reading that the company has counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_accepted: Option<CountedReading>,
    /// Whole cubic metres a month.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub average_monthly: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seal_date: Option<NaiveDate>,
    /// Whether a reading of this meter would be taken; whether this user may send one is `can.send_readings`.
    pub accepts_readings: bool,
    /// Why not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refusal: Option<MeterRefusal>,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct MeterVerification {
    /// «Дата следующей поверки»; the meter is good through the day itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_date: Option<NaiveDate>,
    pub status: VerificationStatus,
    /// Readings are refused because of it (C-12).
    pub blocks: bool,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct LastReading {
    /// Whole cubic metres on the dial.
    pub value: i64,
    pub date: NaiveDate,
    pub source: ReadingSource,
    pub status: ReadingStatus,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct CountedReading {
    /// Whole cubic metres on the dial.
    pub value: i64,
    pub date: NaiveDate,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct MeterRefusal {
    /// `verification_expired` or `meter_inactive`.
    pub code: String,
    pub message: String,
}

impl From<ReadingRefusal> for MeterRefusal {
    fn from(refusal: ReadingRefusal) -> Self {
        Self { code: refusal.code().to_owned(), message: refusal.message() }
    }
}

impl Meter {
    /// `sent`: the last reading sent through the portal; `today`: the company's local date.
    pub fn of(
        linked: &LinkedAccount,
        meter: &domain::Meter,
        sent: Option<LastSent>,
        today: NaiveDate,
    ) -> Self {
        let rules = &linked.company.readings;
        let verification = readings::verification(meter, rules, today);
        let refusal = readings::may_send(meter, rules, today).err();
        let pending = readings::pending(meter, sent, rules, today);
        Self {
            id: meter.id.clone(),
            name: meter.name.clone(),
            serial: link::shown_serial(&meter.serial, linked.link.level),
            digits: meter.digits,
            state: meter.state,
            place: meter.place.clone(),
            verification: MeterVerification {
                next_date: verification.next_date,
                status: verification.status,
                blocks: verification.blocks,
            },
            last_reading: last_reading(pending, meter.last_accepted),
            last_accepted: meter
                .last_accepted
                .map(|dial| CountedReading { value: dial.value, date: dial.date }),
            average_monthly: meter.average_monthly,
            seal_date: meter.seal_date,
            accepts_readings: refusal.is_none(),
            refusal: refusal.map(MeterRefusal::from),
        }
    }
}

fn last_reading(pending: Option<LastSent>, accepted: Option<DialReading>) -> Option<LastReading> {
    let sent = pending.map(|sent| LastReading {
        value: sent.value,
        date: sent.date,
        source: ReadingSource::Portal,
        status: ReadingStatus::Pending,
    });
    sent.or_else(|| {
        accepted.map(|dial| LastReading {
            value: dial.value,
            date: dial.date,
            source: dial.source,
            status: ReadingStatus::Accepted,
        })
    })
}
