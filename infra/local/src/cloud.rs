//! The whole cloud in one process: started, running, stopped. `cargo run` and the tests start
//! the same thing.

use crate::aws::Endpoints;
use crate::bundle;
use crate::console::{Addresses, Console, Desk};
use crate::failures::Failures;
use crate::files;
use crate::first_start::FirstStart;
use crate::folder::Folder;
use crate::functions::Functions;
use crate::gateway::{self, Gateway};
use crate::objects;
use crate::options::Options;
use crate::ports::{self, Ports};
use crate::post::{Messages, PostOffice, Secrets};
use crate::schedules::Schedules;
use crate::site::{self, Shown, Site};
use crate::site_headers::{SecurityHeaders, secure};
use crate::stop::Parts;
use crate::streams::StreamReader;
use crate::template::Template;
use crate::wire::Wire;
use crate::{database, settings};
use anyhow::{Context, Result};
use aws_config::SdkConfig;
use axum::Router;
use axum::middleware;
use axum::routing::any;
use bank::{Bank, Shop};
use demo::DemoAccount;
use platform::{App, Clock};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, OnceLock};

/// A running cloud. Dropping it ends it abruptly; [`Running::stop`] ends it well.
pub struct Running {
    pub portal_url: String,
    pub database_url: String,
    pub files_url: String,
    pub post_url: String,
    pub bank_url: String,
    /// The world of the functions.
    pub app: App,
    /// The functions' clock, to be moved when it was given by hand.
    pub clock: Clock,
    /// Counts the functions' calls to AWS and lets them fail.
    pub wire: Wire,
    /// Clients of the host's own: uncounted and never failing.
    pub aws: SdkConfig,
    pub post: PostOffice,
    pub bank: Arc<Bank>,
    pub functions: Functions,
    pub schedules: Schedules,
    pub failures: Failures,
    pub template: Template,
    /// Accounts of the demo with what unlocks them.
    pub guide: Vec<DemoAccount>,
    /// The environment that a function in a process of its own needs.
    pub environment: Vec<(String, String)>,
    parts: Parts,
    _folder: Folder,
}

impl Running {
    /// Ends everything; what was stored is on disk, if it was to be kept.
    pub async fn stop(self) {
        self.parts.end().await;
    }

    /// A client of the local S3, uncounted.
    pub fn s3(&self) -> aws_sdk_s3::Client {
        s3(&self.aws)
    }

    /// A client of the local DynamoDB, uncounted.
    pub fn dynamodb(&self) -> aws_sdk_dynamodb::Client {
        aws_sdk_dynamodb::Client::new(&self.aws)
    }

    /// Runs a schedule's function now.
    ///
    /// # Errors
    /// What the function answered, or that there is no such schedule.
    pub async fn run_schedule(&self, name: &str) -> Result<serde_json::Value, String> {
        self.schedules.run(name).await.unwrap_or_else(|| Err(format!("нет расписания {name}")))
    }
}

/// The folder of the workspace: template, site and sources are found from there.
pub fn workspace() -> PathBuf {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    own.parent().and_then(Path::parent).unwrap_or(own).to_owned()
}

/// Starts a cloud and returns when it is ready.
pub async fn start(options: Options) -> Result<Running> {
    let template = Template::load(&workspace().join("template.yaml"))?;
    let folder = Folder::open(options.data.as_deref())?;
    let ports = Ports::take(options.port).await?;
    let mut parts = Parts::default();

    let addresses = Addresses {
        portal: ports::url(&ports.portal)?,
        database: ports::url(&ports.database)?,
        files: ports::url(&ports.files)?,
        post: ports::url(&ports.post)?,
        bank: ports::url(&ports.bank)?,
        functions: options.api.clone(),
        data: folder.describe(),
    };
    let endpoints = Endpoints::new(&addresses.database, &addresses.files, &addresses.post);
    let wire = Wire::default();
    let aws = endpoints.sdk_config(&Wire::default());

    let store = database::open(folder.file("database.sqlite").as_deref())?;
    database::create_tables(&store, &template.tables)?;
    database::serve(store, ports.database, &mut parts);

    let (created, mut stored) = tokio::sync::mpsc::unbounded_channel();
    files::serve(&folder.objects()?, &settings::buckets(&template), ports.files, created, &mut parts)?;

    let today = options.today.unwrap_or_else(|| options.clock.now().date_naive());
    let mut shops: Vec<(String, String)> = options.companies.clone();
    for account in demo::guide(today)? {
        if !shops.iter().any(|(company, _)| company == account.company.as_str()) {
            shops.push((account.company.to_string(), account.company_name));
        }
    }
    let ids: Vec<String> = shops.iter().map(|(id, _)| id.clone()).collect();
    let secrets = Secrets::open(folder.file("secrets.json").as_deref(), settings::SECRETS_PREFIX, &ids)?;
    let messages = match folder.file("messages.jsonl") {
        Some(file) => Messages::open(&file)?,
        None => Messages::default(),
    };
    let post = PostOffice::new(messages, secrets.clone());
    parts.serve(ports.post, post.router());

    let mut bank = bank::Options::new(addresses.bank.clone());
    bank.file = folder.file("bank.json");
    if let Clock::Fast(_) = &options.clock {
        let clock = options.clock.clone();
        bank.clock = bank::Clock::new(move || clock.now(), options.clock.pace());
    }
    for (company, name) in &shops {
        bank.shops.extend(shop(&secrets, company, name, &addresses.portal));
    }
    let bank = Bank::open(bank).context("книги банка")?;
    parts.serve(ports.bank, bank::app(bank.clone()));

    let environment = settings::environment(&template, &options.settings, &addresses);
    let look = |name: &str| environment.get(name).cloned();
    let config = platform::Config::from_lookup(look).context("настройки функций из template.yaml")?;
    let exchange = config.exchange_bucket.clone();
    let own = App::new(config.clone(), aws.clone().into(), options.clock.clone());
    let app = App::new(config, endpoints.sdk_config(&wire).into(), options.clock.clone());
    let functions = match &options.api {
        Some(url) => Functions::behind(url),
        None => Functions::in_process(app.clone()),
    };

    let failures = Failures::open(folder.file("failures.json"));
    let schedules = Schedules::new(&template.schedules, functions.clone(), failures.clone())?;
    if options.schedules {
        parts.spawn(schedules.clone().keep_time(parts.stop()));
    }
    for trigger in &template.stream_triggers {
        let reader = StreamReader {
            client: aws_sdk_dynamodbstreams::Client::new(&aws),
            file: folder.file(&format!("stream-{}.json", trigger.function)),
            trigger: trigger.clone(),
            functions: functions.clone(),
            failures: failures.clone(),
            clock: options.clock.clone(),
        };
        parts.spawn(reader.run(parts.stop()));
    }
    let shown = Shown::new(Site::Missing("Сайт собирается. Обновите страницу через минуту.".to_owned()));
    let console = Console::new(Desk {
        addresses: addresses.clone(),
        app: own,
        post: post.clone(),
        bank: bank.clone(),
        wire: wire.clone(),
        functions: functions.clone(),
        schedules: schedules.clone(),
        failures: failures.clone(),
        endpoints: endpoints.clone(),
        guide: OnceLock::new(),
        ready: AtomicBool::new(false),
    });
    let gateway = Gateway::new(&template, functions.clone())?;
    parts.serve(ports.portal, portal(&template, gateway, shown.clone(), &console));

    let tell = options.tell.clone();
    let built = async {
        shown.set(match options.site {
            true => bundle::ready(&workspace().join("static-site"), |line| tell(line)).await,
            false => Site::Missing("Этот запуск — без сайта.".to_owned()),
        });
    };
    let files = s3(&aws);
    let imported = async {
        if !options.demo {
            return Ok(Vec::new());
        }
        let marker = folder.file("demo.json");
        let first = FirstStart {
            files: &files,
            bucket: &exchange,
            failures: &failures,
            marker: marker.as_deref(),
            tell: &options.tell,
        };
        first.run(today).await
    };
    // The first import runs in this process, whatever runs the functions later: under the
    // emulator there may be nobody to take it yet.
    let importer = Functions::in_process(app.clone());
    let watching =
        objects::watch(&mut stored, &template.object_triggers, importer, failures.clone(), parts.stop());
    let imported = async {
        tokio::select! {
            guide = imported => guide,
            () = watching => Ok(Vec::new()),
        }
    };
    let ((), guide) = tokio::join!(built, imported);
    let guide = guide?;
    let triggers = template.object_triggers.clone();
    let (taking, given_up, stop) = (functions.clone(), failures.clone(), parts.stop());
    parts.spawn(async move {
        objects::watch(&mut stored, &triggers, taking, given_up, stop).await;
    });
    console.set_ready(guide.clone());

    Ok(Running {
        portal_url: addresses.portal,
        database_url: addresses.database,
        files_url: addresses.files,
        post_url: addresses.post,
        bank_url: addresses.bank,
        app,
        clock: options.clock,
        wire,
        aws,
        post,
        bank,
        functions,
        schedules,
        failures,
        template,
        guide,
        environment: environment.into_iter().chain(endpoints.variables()).collect(),
        parts,
        _folder: folder,
    })
}

/// Buckets have no names of their own in DNS here.
fn s3(aws: &SdkConfig) -> aws_sdk_s3::Client {
    let config = aws_sdk_s3::config::Builder::from(aws).force_path_style(true).build();
    aws_sdk_s3::Client::from_conf(config)
}

/// One origin for the site, the API and, only here, the console.
fn portal(template: &Template, gateway: Gateway, shown: Shown, console: &Console) -> Router {
    let api = Router::new()
        .route("/api/", any(gateway::answer))
        .route("/api/{*rest}", any(gateway::answer))
        .with_state(gateway);
    let public = site::router(shown)
        .merge(api)
        .layer(middleware::from_fn_with_state(SecurityHeaders::of(template), secure));
    Router::new().merge(console.router()).fallback_service(public)
}

/// A company's shop at the bank, its webhooks coming back to this portal.
fn shop(secrets: &Secrets, company: &str, name: &str, portal: &str) -> Option<Shop> {
    let secret = secrets.shop(company)?;
    let text = |field: &str| secret[field].as_str().map(str::to_owned);
    let token = text("hook_token")?;
    Some(Shop {
        shop_id: text("shop_id")?,
        secret_key: text("secret_key")?,
        name: name.to_owned(),
        hook_url: Some(format!("{portal}/api/hooks/yookassa/{company}/{token}")),
        test: true,
        utilities: true,
        saves_cards: true,
    })
}
