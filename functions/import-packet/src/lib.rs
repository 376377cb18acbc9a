//! A company's packet lies in its inbox → checked whole → applied → acknowledged in its outbox.
//!
//! Anything wrong, and nothing changes. A packet is applied once and in sequence; a worker that dies half way
//! leaves a claim behind, and the same packet, delivered again, goes over the same rows once more.

mod apply;
mod archive;
mod counted;
mod cp1251;
mod inbox;
mod journal;
mod merge;
mod owners;
mod read;
mod sheet;

use aws_lambda_events::event::s3::S3Event;
use domain::packet::{Acknowledgement, Decision, MAX_PACKED, Problem, Problems, Status};
use inbox::Inbox;
use platform::{App, EventError};
use read::{Packet, Standing};
use sha2::{Digest, Sha256};

/// Takes each packet of the event; what is no packet in an inbox is passed over. An error means that the
/// event must be delivered again: the store failed, or another worker is at this very packet.
pub async fn handle(app: &App, event: S3Event) -> Result<Vec<Acknowledgement>, EventError> {
    let mut answers = Vec::new();
    for record in event.records {
        let object = record.s3.object;
        let Some(inbox) = object.url_decoded_key.or(object.key).as_deref().and_then(Inbox::of_key) else {
            tracing::warn!("an object that is no packet in an inbox");
            continue;
        };
        let too_big = object.size.is_some_and(|size| u64::try_from(size).is_ok_and(|size| size > MAX_PACKED));
        if let Some(answer) = take(app, &inbox, too_big).await? {
            let body =
                serde_json::to_vec_pretty(&answer).map_err(|error| EventError::Other(error.to_string()))?;
            app.files
                .put(
                    &app.config.exchange_bucket,
                    &inbox.acknowledgement(),
                    "application/json; charset=utf-8",
                    body,
                )
                .await?;
            tracing::info!(
                company = %inbox.company,
                sequence = answer.sequence,
                status = ?answer.status,
                accounts = answer.accounts,
                rows = answer.rows,
                errors = answer.errors_total,
                "packet"
            );
            answers.push(answer);
        }
    }
    Ok(answers)
}

/// `None` when the object has gone meanwhile.
async fn take(app: &App, inbox: &Inbox, too_big: bool) -> Result<Option<Acknowledgement>, EventError> {
    if too_big {
        return Ok(Some(refused(app, String::new(), None, &too_large())));
    }
    let Some(bytes) = app.files.get(&app.config.exchange_bucket, &inbox.packet()).await? else {
        tracing::warn!(company = %inbox.company, "the packet has gone");
        return Ok(None);
    };
    let sha256 = hex::encode(Sha256::digest(&bytes));
    if bytes.len() as u64 > MAX_PACKED {
        return Ok(Some(refused(app, sha256, None, &too_large())));
    }
    let packet = match Packet::open(bytes, sha256.clone(), inbox, app.clock.now()) {
        Ok(packet) => packet,
        Err(problems) => return Ok(Some(refused(app, sha256, None, &problems))),
    };
    let sequence = Some(packet.manifest.sequence);
    let standing = Standing::of(app, &packet).await?;
    match standing.decide(&packet, app.clock.now()) {
        Decision::AlreadyApplied => return Ok(Some(standing.already_applied(&packet, app.clock.now()))),
        Decision::Busy => return Err(EventError::Other("another worker applies this packet".into())),
        Decision::Refuse(reason) => {
            let mut problems = Problems::default();
            problems.add(domain::packet::Manifest::NAME, None, Some("sequence"), reason);
            return Ok(Some(refused(app, sha256, sequence, &problems)));
        }
        Decision::Apply => {}
    }
    let checked = match packet.check(standing.company.clone()).await? {
        Ok(checked) => checked,
        Err(problems) => return Ok(Some(refused(app, sha256, sequence, &problems))),
    };
    apply::apply(app, inbox, &packet, &standing, &checked).await?;
    Ok(Some(Acknowledgement {
        packet: sha256,
        status: Status::Applied,
        sequence,
        accounts: checked.totals.accounts,
        rows: checked.totals.rows,
        errors: Vec::new(),
        errors_total: 0,
        at: app.clock.now(),
    }))
}

fn refused(app: &App, packet: String, sequence: Option<u64>, problems: &Problems) -> Acknowledgement {
    let errors: Vec<Problem> = problems.list().to_vec();
    Acknowledgement {
        packet,
        status: Status::Refused,
        sequence,
        accounts: 0,
        rows: 0,
        errors,
        errors_total: problems.total(),
        at: app.clock.now(),
    }
}

fn too_large() -> Problems {
    let mut problems = Problems::default();
    problems.file(inbox::PACKET, format!("пакет больше {} МБ", MAX_PACKED / 1_000_000));
    problems
}
