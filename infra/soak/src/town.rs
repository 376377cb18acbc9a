//! The people of a run and the accounts they pay for: a company of generated accounts comes in by the real import,
//! people register and link through the API.

use crate::{
    browser::{Browser, line},
    person::Person,
};
use anyhow::{Context, Result, bail};
use aws_sdk_s3::primitives::ByteStream;
use domain::packet::{Acknowledgement, Status};
use futures::{StreamExt, TryStreamExt, stream};
use local_cloud::Running;
use serde_json::json;
use std::{sync::Arc, time::Duration};

/// The company that `demo::generate` makes.
pub const COMPANY: (&str, &str) = ("oblast", "ООО «Облгаз Нагрузка»");
/// People who share an address: a house behind one router.
const HOUSE: u32 = 10;
const PATIENCE: Duration = Duration::from_secs(300);
const AT_ONCE: usize = 8;
const TRIES: u32 = 5;

/// Imports so many accounts; answers with their numbers.
pub async fn import(cloud: &Running, accounts: u32, seed: u64) -> Result<Vec<String>> {
    let packet = demo::generate(accounts, seed, cloud.clock.now().date_naive())?;
    let (files, bucket) = (cloud.s3(), &cloud.app.config.exchange_bucket);
    let key = format!("{}/in/{}.zip", packet.company, packet.name);
    files.put_object().bucket(bucket).key(&key).body(ByteStream::from(packet.bytes)).send().await?;
    let key = format!("{}/out/{}.ack.json", packet.company, packet.name);
    let deadline = tokio::time::Instant::now() + PATIENCE;
    loop {
        if let Ok(found) = files.get_object().bucket(bucket).key(&key).send().await
            && let Ok(taken) =
                serde_json::from_slice::<Acknowledgement>(&found.body.collect().await?.into_bytes())
        {
            if taken.status == Status::Refused {
                bail!("импорт не принял пакет: {:?}", taken.errors);
            }
            break;
        }
        if tokio::time::Instant::now() > deadline {
            bail!("импорт не подтвердил пакет");
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let rows = crate::audit::scan(cloud, "ACCOUNTS_TABLE").await?;
    let prefix = format!("AC#{}#", COMPANY.0);
    let numbers = rows.iter().filter(|row| crate::audit::text(row, "sk") == "ACCOUNT");
    let mut numbers: Vec<String> = numbers
        .filter_map(|row| crate::audit::text(row, "pk").strip_prefix(&prefix).map(str::to_owned))
        .collect();
    numbers.sort();
    Ok(numbers)
}

/// Registers a person for every account and links it.
pub async fn settle(cloud: &Arc<Running>, accounts: Vec<String>) -> Result<Vec<Arc<Person>>> {
    let people = accounts.into_iter().zip(0_u32..).map(|(number, n)| {
        let cloud = cloud.clone();
        async move { newcomer(&cloud, n, number).await }
    });
    stream::iter(people).buffered(AT_ONCE).try_collect().await
}

async fn newcomer(cloud: &Arc<Running>, n: u32, number: String) -> Result<Arc<Person>> {
    let client = line(n / HOUSE)?;
    for attempt in 0..TRIES {
        let login = format!("soak-{n}-{attempt}@example.ru");
        let browser = Browser::new(&cloud.portal_url, client.clone());
        match register(cloud, &browser, &login).await {
            Ok(()) => {
                let linked =
                    browser.post("/api/accounts", json!({"company": COMPANY.0, "number": number})).await;
                if !linked.is_ok() {
                    bail!("счёт не подключён: {} {}", linked.status, linked.body);
                }
                let account = format!("{}-{number}", COMPANY.0);
                return Ok(Arc::new(Person::new(cloud.clone(), browser, login, account)));
            }
            // A code lives three minutes, which a busy machine may miss when time runs fast.
            Err(error) if attempt + 1 == TRIES => return Err(error),
            Err(_) => tokio::time::sleep(Duration::from_millis(200)).await,
        }
    }
    bail!("никто не зарегистрировался")
}

async fn register(cloud: &Running, browser: &Browser, login: &str) -> Result<()> {
    let asked = json!({"login": login, "password": crate::person::PASSWORD});
    let flow = browser.post("/api/registrations", asked).await;
    let id = flow.body["id"].as_str().with_context(|| format!("регистрация: {}", flow.body))?;
    let letters = cloud.post.messages.newest(Some(login));
    let code = letters.iter().find_map(|letter| letter.code.clone()).context("код не пришёл")?;
    let confirmed =
        browser.post(&format!("/api/registrations/{id}/confirmation"), json!({"code": code})).await;
    if !confirmed.is_ok() {
        bail!("код не принят: {} {}", confirmed.status, confirmed.body);
    }
    let version = browser.get("/api/consent").await.body["version"].take();
    let body = Some(json!({"version": version}));
    let consent = browser.send(reqwest::Method::PUT, "/api/consent", body, None).await;
    if !consent.is_ok() {
        bail!("согласие не принято: {} {}", consent.status, consent.body);
    }
    Ok(())
}
