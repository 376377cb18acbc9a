//! What is measured, each with the event that takes it on its usual way into the cloud.

use anyhow::{Context, Result};
use runtime_api::Call;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// Programs of the workspace.
pub const NAMES: [&str; 19] = [
    "register",
    "sign-in",
    "recover-password",
    "manage-profile",
    "manage-cards",
    "link-account",
    "view-account",
    "export-account",
    "submit-readings",
    "pay",
    "receive-payment-event",
    "make-receipt",
    "settle-payments",
    "reconcile-payments",
    "refund-payments",
    "import-packet",
    "notify",
    "erase-profiles",
    "guard",
];

/// A program and its first event.
#[derive(Debug)]
pub struct Program {
    pub name: String,
    pub path: PathBuf,
    pub arguments: Vec<String>,
    pub event: Value,
    /// Size as it is uploaded, where we upload it.
    pub zip: Option<usize>,
}

/// The baseline, Node if it is there, and every function.
pub fn all(folder: &Path) -> Result<Vec<Program>> {
    let mut all = vec![built(folder, "baseline", Call::new("GET", "/").into_event())?];
    all.extend(node());
    for name in NAMES {
        all.push(built(folder, name, event(name))?);
    }
    Ok(all)
}

fn built(folder: &Path, name: &str, event: Value) -> Result<Program> {
    let path = folder.join(name);
    let zip = zipped(&path).with_context(|| format!("{} is not built", path.display()))?;
    Ok(Program { name: name.to_owned(), path, arguments: Vec::new(), event, zip: Some(zip) })
}

/// `npm ci` in infra/bench/node makes it possible.
fn node() -> Option<Program> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("node");
    let paths = std::env::var_os("PATH")?;
    let path = std::env::split_paths(&paths).map(|folder| folder.join("node")).find(|path| path.is_file())?;
    folder.join("node_modules/@aws-sdk/client-dynamodb").is_dir().then(|| Program {
        name: "node + SDK v3".to_owned(),
        path,
        arguments: vec![folder.join("bootstrap.mjs").to_string_lossy().into_owned()],
        event: Call::new("GET", "/").into_event(),
        zip: None,
    })
}

fn zipped(path: &Path) -> Result<usize> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("bootstrap", zip::write::SimpleFileOptions::default())?;
    std::io::copy(&mut std::fs::File::open(path)?, &mut zip)?;
    Ok(zip.finish()?.into_inner().len())
}

fn event(name: &str) -> Value {
    const SESSION: &str = "__Host-sid=01JD3V6Z8Q7M2R4T0000000000.0123456789abcdef0123456789abcdef";
    let get = |path: &str| Call::new("GET", path).cookie(SESSION).into_event();
    let post = |path: &str, body: Value| {
        let call = Call::new("POST", path).cookie(SESSION).header("idempotency-key", "a");
        call.from_our_page(&body).into_event()
    };
    match name {
        "register" => get("/api/consent"),
        "sign-in" => get("/api/session"),
        "recover-password" => {
            post("/api/recoveries/01JD3V6Z8Q7M2R4T0000000000/confirmation", json!({ "code": "123456" }))
        }
        "manage-profile" => get("/api/profile"),
        "manage-cards" => get("/api/cards"),
        "link-account" => get("/api/accounts"),
        "view-account" => get("/api/accounts/sever-33016355"),
        "export-account" => get("/api/accounts/sever-33016355/exports/payments.csv"),
        "submit-readings" => post(
            "/api/accounts/sever-33016355/readings",
            json!({ "readings": [{ "meter": "1", "value": 1 }] }),
        ),
        "pay" => get("/api/payments/01JD3V6Z8Q7M2R4T0000000000"),
        "receive-payment-event" => post(
            "/api/hooks/yookassa/sever/0123456789abcdef0123456789abcdef",
            json!({ "type": "notification", "event": "payment.succeeded", "object": { "id": "1" } }),
        ),
        "make-receipt" => post("/api/accounts/sever-33016355/bills", json!({})),
        "settle-payments" | "erase-profiles" => json!({
            "version": "0",
            "id": "53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa",
            "detail-type": "Scheduled Event",
            "source": "aws.events",
            "account": "000000000000",
            "time": "2026-11-24T06:00:00Z",
            "region": "eu-central-1",
            "resources": [],
            "detail": {},
        }),
        "reconcile-payments" => json!({ "reconcile": "hourly" }),
        "refund-payments" => json!({ "refund": {
            "payment": "01JD3V6Z8Q7M2R4T0000000000",
            "number": "01JD3V6Z8Q7M2R4T0000000001",
            "reason": "проба",
        } }),
        "guard" => json!({ "version": "2.0", "type": "REQUEST", "headers": { "x-origin-key": "wrong" } }),
        "notify" => outbox_event(),
        "import-packet" => packet_event(),
        other => unreachable!("{other} is not measured"),
    }
}

/// A link that is told of; the row itself has been delivered already.
fn outbox_event() -> Value {
    let text = |text: &str| json!({ "S": text });
    json!({ "Records": [{
        "eventID": "1",
        "eventName": "INSERT",
        "eventVersion": "1.1",
        "eventSource": "aws:dynamodb",
        "awsRegion": "eu-central-1",
        "eventSourceARN": "arn:aws:dynamodb:eu-central-1:000000000000:table/outbox/stream/1",
        "dynamodb": {
            "ApproximateCreationDateTime": 1_795_500_000,
            "Keys": { "pk": text("EVENT#01JD3V6Z8Q7M2R4T0000000000"), "sk": text("EVENT") },
            "NewImage": {
                "pk": text("EVENT#01JD3V6Z8Q7M2R4T0000000000"),
                "sk": text("EVENT"),
                "id": text("01JD3V6Z8Q7M2R4T0000000000"),
                "event": { "M": {
                    "kind": text("account_linked"),
                    "user": text("01JD3V6Z8Q7M2R4T0000000000"),
                    "account": text("sever-33016355"),
                } },
                "at": text("2026-11-24T06:00:00Z"),
                "ttl": { "N": "1796700000" },
            },
            "SequenceNumber": "100",
            "SizeBytes": 200,
            "StreamViewType": "NEW_IMAGE",
        },
    }] })
}

/// A packet that is no ZIP, which is refused.
fn packet_event() -> Value {
    json!({ "Records": [{
        "eventVersion": "2.1",
        "eventSource": "aws:s3",
        "awsRegion": "eu-central-1",
        "eventTime": "2026-11-24T06:00:00.000Z",
        "eventName": "ObjectCreated:Put",
        "userIdentity": { "principalId": "1" },
        "requestParameters": { "sourceIPAddress": "198.51.100.1" },
        "responseElements": {},
        "s3": {
            "s3SchemaVersion": "1.0",
            "configurationId": "1",
            "bucket": {
                "name": "exchange",
                "ownerIdentity": { "principalId": "1" },
                "arn": "arn:aws:s3:::exchange",
            },
            "object": { "key": "sever/in/night.zip", "size": 2, "eTag": "1", "sequencer": "1" },
        },
    }] })
}
