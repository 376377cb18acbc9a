//! A run from beginning to end, in rounds: people pay while the process is killed, then everything is given time to end.

use crate::{
    args::Args,
    audit::{Books, Tables, judge},
    log::Log,
    person::Person,
    plan::{self, VISIT},
    process::{Process, Start, free_port},
    reconciliation::{self, Hourly},
    report::Report,
    sum::Sum,
    tally::Tally,
    town,
};
use anyhow::{Context, Result};
use aws_sdk_dynamodb::types::AttributeValue;
use bank::Faults;
use chrono::{DateTime, TimeDelta, Utc};
use futures::{StreamExt, stream};
use local_cloud::{Options, Running};
use platform::{
    Clock,
    store::keys::{
        cards::DUE as BINDING_DUE,
        payments::{DUE, DUE_INDEX},
    },
};
use std::{
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::task::JoinHandle;

const SWEEPER: &str = "settle-payments";
/// Runs of the sweeper at once: a slow one does not hold up the next minute.
const SWEEPS: usize = 3;
/// Past it even a payment that nobody ever answers for is with a person (payments §7: 26 h).
const PATIENCE: TimeDelta = TimeDelta::hours(30);
/// How long the bank's page lives, with a little more.
const PAGES_CLOSE: TimeDelta = TimeDelta::minutes(70);
/// Seconds in which nothing was taken from the outbox.
const STANDSTILL: u32 = 10;
/// Two looks without anything left are enough.
const QUIET: u32 = 2;

struct Run {
    args: Args,
    cloud: Arc<Running>,
    process: Process,
    tally: Arc<Tally>,
    log: Log,
}

/// Runs round by round; `tell` says how far it is.
pub async fn run(args: Args, tell: impl Fn(&str)) -> Result<Report> {
    let rounds = args.rounds();
    let count = rounds.len();
    let mut whole: Option<Report> = None;
    for (number, round) in (1..).zip(rounds) {
        if count > 1 {
            tell(&format!("Облако {number} из {count}"));
        }
        let report = Box::pin(one(round, &tell)).await?;
        match &mut whole {
            Some(whole) => whole.add(report),
            None => whole = Some(report),
        }
    }
    whole.map(|whole| Report { args, ..whole }).context("ни одного платежа")
}

async fn one(args: Args, tell: &impl Fn(&str)) -> Result<Report> {
    let run = Run::start(args).await?;
    let people = run.args.users();
    tell(&format!("Завожу {people} абонентов: импорт пакета, регистрация, лицевые счета"));
    let accounts = town::import(&run.cloud, people, run.args.seed).await?;
    let people = town::settle(&run.cloud, accounts).await?;
    run.cloud.bank.set_faults(plan::faults(run.args.seed, run.args.faults));

    tell(&format!("Платежей {}, сбои {} %", run.args.payments, run.args.faults));
    let (began, began_at) = (Instant::now(), run.cloud.clock.now());
    let hourly = Arc::new(Hourly::default());
    let background = [
        run.sweeps(),
        run.kills(),
        run.looks_after(),
        reconciliation::hourly(run.cloud.clone(), hourly.clone()),
    ];
    run.people_pay(people, tell).await;
    let load = began.elapsed();
    for task in background {
        task.abort();
    }
    tell("Жду, пока всё закончится");
    run.settles(tell).await?;
    let simulated = run.cloud.clock.now() - began_at;

    tell("Сверяю книги: функцией сверки и помимо неё");
    run.cloud.bank.set_faults(Faults::default());
    let reconciled = reconciliation::finally(&run.cloud, began_at, &hourly).await;
    let tables = Tables::read(&run.cloud).await?;
    let audit = judge(&tables, &Books::of(&run.cloud.bank));
    let report = Report {
        reconciled_rightly: reconciled.is_right(&audit.days),
        audit,
        reconciled,
        incidents: tables.incidents,
        noticed: run.tally.noticed(),
        happened: run.cloud.bank.happened(),
        deaths: run.process.deaths().await,
        said: run.log.all(),
        outbox: tables.outbox,
        given_up: run.cloud.failures.all().len(),
        load,
        whole: began.elapsed(),
        simulated,
        args: run.args,
    };
    run.process.end().await;
    Ok(report)
}

impl Run {
    async fn start(args: Args) -> Result<Self> {
        let (port, since) = (free_port()?, Utc::now());
        let clock = Clock::fast(since, args.pace, TimeDelta::zero());
        let (company, name) = town::COMPANY;
        let options = Options {
            demo: false,
            clock: clock.clone(),
            companies: vec![(company.to_owned(), name.to_owned())],
            api: Some(format!("http://127.0.0.1:{port}")),
            ..Options::for_tests()
        };
        // People have addresses of their own here, so the limit is the cloud's.
        let options = options.with_setting("REGISTRATIONS_PER_ADDRESS", 60);
        let cloud = Arc::new(local_cloud::start(options).await?);
        let program = std::env::current_exe().context("своя программа не найдена")?;
        let log = Log::default();
        let start = Start { program, environment: cloud.environment.clone(), port, since, clock };
        let process = Process::start(start, log.clone()).await?;
        Ok(Self { args, cloud, process, tally: Arc::default(), log })
    }

    /// Every person does in turn what was meant; as many at once as the arguments say.
    async fn people_pay(&self, people: Vec<Arc<Person>>, tell: &impl Fn(&str)) {
        let (seed, payments) = (self.args.seed, self.args.payments);
        let people: Vec<_> =
            people.into_iter().map(|person| Arc::new(tokio::sync::Mutex::new(person))).collect();
        let mut told = 0;
        let mut visits = stream::iter(0..payments.div_ceil(VISIT))
            .map(|visit| {
                let (person, tally) = (people[visit as usize % people.len()].clone(), self.tally.clone());
                async move {
                    // Nobody makes two visits at once.
                    let person = person.lock().await;
                    for number in visit * VISIT..((visit + 1) * VISIT).min(payments) {
                        person.pays(&plan::intent(seed, number), &tally).await;
                    }
                }
            })
            .buffer_unordered(self.args.clients as usize);
        while visits.next().await.is_some() {
            let tenth = self.tally.meant_so_far() * 10 / u64::from(payments);
            if tenth > told {
                told = tenth;
                tell(&format!("  {} %", tenth * 10));
            }
        }
    }

    /// The schedule of every minute.
    fn sweeps(&self) -> JoinHandle<()> {
        let (cloud, minute) = (self.cloud.clone(), self.cloud.clock.wall(Duration::from_secs(60)));
        let room = Arc::new(tokio::sync::Semaphore::new(SWEEPS));
        tokio::spawn(async move {
            loop {
                tokio::time::sleep(minute).await;
                if let Ok(place) = room.clone().try_acquire_owned() {
                    let cloud = cloud.clone();
                    tokio::spawn(async move {
                        // A run that was killed is followed by the next.
                        let _ = cloud.run_schedule(SWEEPER).await;
                        drop(place);
                    });
                }
            }
        })
    }

    fn kills(&self) -> JoinHandle<()> {
        let (process, tally) = (self.process.clone(), self.tally.clone());
        let moments = plan::kills(self.args.seed, self.args.kills(), self.args.payments);
        tokio::spawn(async move {
            for moment in moments {
                while tally.begun_so_far() < moment.begun {
                    tokio::time::sleep(Duration::from_millis(2)).await;
                }
                tokio::time::sleep(Duration::from_millis(moment.millis)).await;
                if process.kill().await.is_err() {
                    return;
                }
            }
        })
    }

    fn looks_after(&self) -> JoinHandle<()> {
        let process = self.process.clone();
        tokio::spawn(async move {
            while process.look_after().await.is_ok() {
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        })
    }

    /// Lets time pass, in leaps where nothing is to be done, until nothing is left to be done or no time would help.
    async fn settles(&self, tell: &impl Fn(&str)) -> Result<()> {
        let from = self.cloud.clock.now();
        let (mut recovered, mut quiet, mut told) = (false, 0, 0);
        while quiet < QUIET {
            self.process.look_after().await?;
            let passed = self.cloud.clock.now() - from;
            if passed > PATIENCE {
                break;
            }
            // Whatever still waits is to end when the bank has recovered.
            if !recovered && passed >= TimeDelta::hours(i64::from(self.args.recovers)) {
                recovered = true;
                self.cloud.bank.set_faults(Faults::default());
                tell("  банк больше не сбоит");
            }
            if passed.num_hours() > told {
                told = passed.num_hours();
                tell(&format!("  прошло {told} ч"));
            }
            // What is not done is due again: the next look tells.
            let _ = self.cloud.run_schedule(SWEEPER).await;
            tokio::time::sleep(self.cloud.clock.wall(Duration::from_secs(5))).await;
            let (due, unposted) = (self.next_due().await?, self.cloud.bank.undelivered());
            quiet = if due.is_none() && unposted == 0 { quiet + 1 } else { 0 };
            let least = TimeDelta::minutes(match recovered {
                true => 10,
                false if passed < PAGES_CLOSE => 3,
                false => 15,
            });
            if let Some(due) = due {
                let step = (due - self.cloud.clock.now()).clamp(least, TimeDelta::hours(1));
                self.process.leap(step).await?;
            }
        }
        self.tells_all().await
    }

    /// Waits for letters and late notices: until nothing but what was given up is in the outbox, or it has long not
    /// shrunk.
    async fn tells_all(&self) -> Result<()> {
        let (mut least, mut same) = (usize::MAX, 0);
        while same < STANDSTILL {
            let left = crate::audit::scan(&self.cloud, "OUTBOX_TABLE").await?.len();
            if left <= self.cloud.failures.all().len() {
                break;
            }
            same = if left < least { 0 } else { same + 1 };
            least = left.min(least);
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
        Ok(())
    }

    /// When the first payment, refund or linking is to be looked at.
    async fn next_due(&self) -> Result<Option<DateTime<Utc>>> {
        let (payment, binding) = tokio::try_join!(self.first_due(DUE), self.first_due(BINDING_DUE))?;
        Ok([payment, binding].into_iter().flatten().min())
    }

    async fn first_due(&self, partition: &str) -> Result<Option<DateTime<Utc>>> {
        let table = &self.cloud.app.config.tables.payments;
        let first = self.cloud.dynamodb().query().table_name(table).index_name(DUE_INDEX).limit(1);
        let first = first
            .key_condition_expression("due = :due")
            .expression_attribute_values(":due", AttributeValue::S(partition.to_owned()));
        let rows = first.send().await?.items.unwrap_or_default();
        let at = rows.first().map(|row| crate::audit::text(row, "next_check_at").parse::<DateTime<Utc>>());
        at.transpose().context("next_check_at")
    }
}
