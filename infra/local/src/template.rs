//! What `template.yaml` says, for this machine: tables, routes, triggers, schedules, buckets
//! and the headers of the site. The template is the only source; nothing of it is repeated
//! here, so that what runs locally is what deploys.

pub mod resolve;
pub mod yaml;

use anyhow::{Context, Result};
use resolve::{Names, fields};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

/// The cloud as the local host needs to know it.
#[derive(Debug, Clone, Default)]
pub struct Template {
    pub tables: Vec<Table>,
    pub buckets: Vec<String>,
    pub functions: BTreeMap<String, Function>,
    pub routes: Vec<Route>,
    pub schedules: Vec<Schedule>,
    pub object_triggers: Vec<ObjectTrigger>,
    pub stream_triggers: Vec<StreamTrigger>,
    /// Headers that CloudFront adds to every answer, lower-case names.
    pub headers: Vec<(String, String)>,
    /// Headers of the browser that CloudFront hands on to the API, lower-case names.
    pub forwarded: Vec<String>,
}

/// A DynamoDB table: what its emulator can be asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    pub name: String,
    /// Attribute name and type (`S`, `N`, `B`).
    pub attributes: Vec<(String, String)>,
    /// Attribute name and role (`HASH`, `RANGE`).
    pub keys: Vec<(String, String)>,
    pub indexes: Vec<Index>,
    /// The attribute whose epoch seconds end an item's life.
    pub ttl: Option<String>,
    /// What the stream shows (`NEW_IMAGE`), if the table has one.
    pub stream: Option<String>,
}

/// A global secondary index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Index {
    pub name: String,
    pub keys: Vec<(String, String)>,
    /// `ALL`, `KEYS_ONLY` or `INCLUDE`.
    pub projection: String,
    /// Attributes of an `INCLUDE` projection.
    pub included: Vec<String>,
}

/// A function's own settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Function {
    /// Seconds after which the cloud gives up on one call.
    pub timeout: u64,
    /// Environment variables, references resolved to local names.
    pub environment: BTreeMap<String, String>,
}

/// A route of the HTTP API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// Upper case; `ANY` for each.
    pub method: String,
    /// `/api/accounts/{id}`, with `{name+}` for the rest of a path.
    pub path: String,
    pub function: String,
}

/// A function called on the clock.
#[derive(Debug, Clone, PartialEq)]
pub struct Schedule {
    pub name: String,
    pub function: String,
    /// `rate(1 minute)` or `cron(…)`, as the template writes it.
    pub expression: String,
    /// Further attempts after the first.
    pub retries: u32,
    /// The event that the schedule sends instead of its own.
    pub input: Option<Value>,
}

/// A function called when an object has been created.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ObjectTrigger {
    pub bucket: String,
    pub function: String,
    pub prefix: String,
    pub suffix: String,
    /// Further attempts after the first.
    pub retries: u32,
}

/// A function fed from a table's stream.
#[derive(Debug, Clone, PartialEq)]
pub struct StreamTrigger {
    pub table: String,
    pub function: String,
    pub batch_size: usize,
    /// Batches of one shard that are under way at once; records of one item stay in order.
    pub parallel: usize,
    /// Further attempts after the first; the cloud's −1 («until the record expires») is as
    /// many as there is patience for locally.
    pub retries: u32,
    /// Event patterns; a record passes when any matches, or when there is none.
    pub filters: Vec<Value>,
}

impl Template {
    /// Reads the file of the workspace.
    pub fn load(path: &Path) -> Result<Self> {
        let read = std::fs::read_to_string(path);
        Self::parse(&read.with_context(|| format!("не удалось прочитать шаблон облака {}", path.display()))?)
    }

    /// Reads the text of a template.
    pub fn parse(template: &str) -> Result<Self> {
        let document = yaml::parse(template)?;
        let names = Names::of(&document);
        let mut template = Self::default();
        let globals = &document["Globals"]["Function"];
        for (id, resource) in fields(&document["Resources"]) {
            let properties = names.resolve(&resource["Properties"]);
            let name = names.text(&serde_json::json!({ "Ref": id })).unwrap_or_default();
            match resource["Type"].as_str().unwrap_or_default() {
                "AWS::DynamoDB::Table" => template.tables.push(table(name, &properties)),
                "AWS::S3::Bucket" => template.buckets.push(name),
                "AWS::CloudFront::ResponseHeadersPolicy" => {
                    let config = &properties["ResponseHeadersPolicyConfig"];
                    merge(&mut template.headers, security_headers(config));
                }
                "AWS::CloudFront::OriginRequestPolicy" => {
                    let config = &properties["OriginRequestPolicyConfig"]["HeadersConfig"];
                    let names = config["Headers"].as_array().into_iter().flatten();
                    template.forwarded.extend(names.map(|name| text(name).to_ascii_lowercase()));
                }
                "AWS::Serverless::Function" => {
                    let retries = properties["EventInvokeConfig"]["MaximumRetryAttempts"].as_u64();
                    let retries = retries.and_then(|retries| u32::try_from(retries).ok()).unwrap_or(2);
                    template.add_events(&name, &properties["Events"], retries);
                    let own = function(&names.resolve(globals), &properties);
                    template.functions.insert(name, own);
                }
                _ => {}
            }
        }
        Ok(template)
    }

    /// The policy of the site's pages.
    pub fn content_security_policy(&self) -> Option<&str> {
        let header = self.headers.iter().find(|(name, _)| name == "content-security-policy");
        header.map(|(_, value)| value.as_str())
    }

    fn add_events(&mut self, function: &str, events: &Value, retries: u32) {
        for (id, event) in fields(events) {
            let properties = &event["Properties"];
            match event["Type"].as_str().unwrap_or_default() {
                "HttpApi" => self.routes.push(Route {
                    method: text(&properties["Method"]).to_ascii_uppercase(),
                    path: text(&properties["Path"]),
                    function: function.to_owned(),
                }),
                "Schedule" | "ScheduleV2" => {
                    let name = match text(&properties["Name"]) {
                        name if name.is_empty() => function.to_owned(),
                        name => name,
                    };
                    let taken = self.schedules.iter().any(|schedule| schedule.name == name);
                    let expression = match text(&properties["ScheduleExpression"]) {
                        expression if expression.is_empty() => text(&properties["Schedule"]),
                        expression => expression,
                    };
                    self.schedules.push(Schedule {
                        name: if taken { format!("{name}-{}", id.to_ascii_lowercase()) } else { name },
                        function: function.to_owned(),
                        expression,
                        retries,
                        input: properties["Input"]
                            .as_str()
                            .and_then(|input| serde_json::from_str(input).ok()),
                    });
                }
                "S3" => {
                    let rules = properties["Filter"]["S3Key"]["Rules"].as_array();
                    let rule = |name: &str| {
                        let mut rules = rules.into_iter().flatten();
                        let found = rules.find(|rule| text(&rule["Name"]).eq_ignore_ascii_case(name));
                        found.map(|rule| text(&rule["Value"])).unwrap_or_default()
                    };
                    self.object_triggers.push(ObjectTrigger {
                        bucket: text(&properties["Bucket"]),
                        function: function.to_owned(),
                        prefix: rule("prefix"),
                        suffix: rule("suffix"),
                        retries,
                    });
                }
                "DynamoDB" => {
                    let stream = text(&properties["Stream"]);
                    let filters = properties["FilterCriteria"]["Filters"].as_array();
                    self.stream_triggers.push(StreamTrigger {
                        table: stream.split('.').next().unwrap_or_default().to_owned(),
                        function: function.to_owned(),
                        batch_size: properties["BatchSize"].as_u64().unwrap_or(100) as usize,
                        parallel: properties["ParallelizationFactor"].as_u64().unwrap_or(1) as usize,
                        retries: properties["MaximumRetryAttempts"]
                            .as_u64()
                            .and_then(|retries| u32::try_from(retries).ok())
                            .unwrap_or(10),
                        filters: filters
                            .into_iter()
                            .flatten()
                            .filter_map(|filter| serde_json::from_str(filter["Pattern"].as_str()?).ok())
                            .collect(),
                    });
                }
                _ => {}
            }
        }
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn table(name: String, properties: &Value) -> Table {
    let pairs = |list: &Value, second: &str| -> Vec<(String, String)> {
        let list = list.as_array().into_iter().flatten();
        list.map(|one| (text(&one["AttributeName"]), text(&one[second]))).collect()
    };
    let indexes = properties["GlobalSecondaryIndexes"].as_array().into_iter().flatten();
    let ttl = &properties["TimeToLiveSpecification"];
    Table {
        attributes: pairs(&properties["AttributeDefinitions"], "AttributeType"),
        keys: pairs(&properties["KeySchema"], "KeyType"),
        indexes: indexes
            .map(|index| Index {
                name: text(&index["IndexName"]),
                keys: pairs(&index["KeySchema"], "KeyType"),
                projection: match text(&index["Projection"]["ProjectionType"]) {
                    kind if kind.is_empty() => "ALL".to_owned(),
                    kind => kind,
                },
                included: index["Projection"]["NonKeyAttributes"]
                    .as_array()
                    .into_iter()
                    .flatten()
                    .map(text)
                    .collect(),
            })
            .collect(),
        ttl: ttl["AttributeName"].as_str().map(str::to_owned),
        stream: properties["StreamSpecification"]["StreamViewType"].as_str().map(str::to_owned),
        name,
    }
}

fn function(globals: &Value, properties: &Value) -> Function {
    let mut environment = BTreeMap::new();
    for source in [globals, properties] {
        for (name, value) in fields(&source["Environment"]["Variables"]) {
            let value = match value {
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            environment.insert(name.clone(), value);
        }
    }
    let timeout = properties["Timeout"].as_u64().or_else(|| globals["Timeout"].as_u64());
    Function { timeout: timeout.unwrap_or(3), environment }
}

/// The headers of one CloudFront policy, named as the browser sees them.
fn security_headers(config: &Value) -> Vec<(String, String)> {
    let security = &config["SecurityHeadersConfig"];
    let mut headers = Vec::new();
    let mut add = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            headers.push((name.to_owned(), value));
        }
    };
    let own = |value: &Value| value.as_str().map(str::to_owned);
    add("content-security-policy", own(&security["ContentSecurityPolicy"]["ContentSecurityPolicy"]));
    if security["ContentTypeOptions"].is_object() {
        add("x-content-type-options", Some("nosniff".to_owned()));
    }
    add("x-frame-options", own(&security["FrameOptions"]["FrameOption"]));
    add("referrer-policy", own(&security["ReferrerPolicy"]["ReferrerPolicy"]));
    let transport = &security["StrictTransportSecurity"];
    add(
        "strict-transport-security",
        transport["AccessControlMaxAgeSec"].as_u64().map(|age| {
            let mut value = format!("max-age={age}");
            if transport["IncludeSubdomains"] == true {
                value.push_str("; includeSubDomains");
            }
            if transport["Preload"] == true {
                value.push_str("; preload");
            }
            value
        }),
    );
    for header in config["CustomHeadersConfig"]["Items"].as_array().into_iter().flatten() {
        add(&text(&header["Header"]).to_ascii_lowercase(), own(&header["Value"]));
    }
    headers
}

/// Several policies (site, API) set the same headers; the first to name one wins.
fn merge(headers: &mut Vec<(String, String)>, more: Vec<(String, String)>) {
    for (name, value) in more {
        if !headers.iter().any(|(known, _)| *known == name) {
            headers.push((name, value));
        }
    }
}

#[cfg(test)]
#[path = "template_tests.rs"]
mod tests;
