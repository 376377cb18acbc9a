//! A table's stream fed to a function, as an event source mapping does it: in order, in
//! batches, at least once; a record that is not taken in all its attempts goes to the list.

use crate::failures::{Failures, refused_items};
use crate::functions::Functions;
use crate::stop::Stop;
use crate::template::StreamTrigger;
use anyhow::{Context, Result};
use aws_sdk_dynamodbstreams::Client;
use aws_sdk_dynamodbstreams::types::{AttributeValue, Record, ShardIteratorType};
use futures::future::join_all;
use platform::Clock;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::PathBuf;
use std::time::Duration;

/// Pauses between looks at an empty stream: short after something has happened, longer while
/// nobody does anything, so that an idle portal leaves the machine alone.
const SHORT: Duration = Duration::from_millis(100);
const LONG: Duration = Duration::from_millis(400);
/// Where batches go several ways at once, so many rounds of them are read together: the next read waits for the
/// slowest way, and what the filter drops takes no place in a batch.
const AHEAD: usize = 8;
/// However fast the clock runs.
const SHORTEST: Duration = Duration::from_millis(10);

/// Reads one stream for one function.
#[derive(Debug)]
pub struct StreamReader {
    pub client: Client,
    pub trigger: StreamTrigger,
    pub functions: Functions,
    pub failures: Failures,
    /// Pauses are by the functions' clock.
    pub clock: Clock,
    /// Where the reader keeps how far it has come; nowhere in memory mode.
    pub file: Option<PathBuf>,
}

impl StreamReader {
    /// Reads until the cloud ends.
    pub async fn run(self, stop: Stop) {
        let read = self.file.as_ref().and_then(|file| std::fs::read(file).ok());
        let mut positions: BTreeMap<String, String> =
            read.and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default();
        let mut iterators = HashMap::new();
        let mut idle = SHORT;
        loop {
            let pause = match self.round(&mut positions, &mut iterators, &stop).await {
                Ok(true) => {
                    idle = SHORT;
                    continue;
                }
                Ok(false) => {
                    idle = (idle + SHORT / 10).min(LONG);
                    idle
                }
                Err(error) => {
                    // The stream outlives its iterators: begin from the known positions.
                    iterators.clear();
                    tracing::warn!(error = format!("{error:#}"), "the stream was not read");
                    Duration::from_secs(1)
                }
            };
            if !stop.sleep(self.clock.wall(pause).max(SHORTEST)).await {
                return;
            }
        }
    }

    /// One look at every shard; whether there was anything.
    async fn round(
        &self,
        positions: &mut BTreeMap<String, String>,
        iterators: &mut HashMap<String, String>,
        stop: &Stop,
    ) -> Result<bool> {
        if iterators.is_empty() {
            *iterators = self.iterators(positions).await?;
        }
        let mut some = false;
        for shard in iterators.keys().cloned().collect::<Vec<_>>() {
            let Some(iterator) = iterators.get(&shard) else { continue };
            let ahead = if self.trigger.parallel > 1 { self.trigger.parallel * AHEAD } else { 1 };
            let limit = i32::try_from(self.trigger.batch_size * ahead).unwrap_or(100);
            let read = self.client.get_records().shard_iterator(iterator).limit(limit).send();
            let read = read.await.context("GetRecords")?;
            match read.next_shard_iterator {
                Some(next) => iterators.insert(shard.clone(), next),
                None => iterators.remove(&shard),
            };
            let records = read.records.unwrap_or_default();
            let Some(last) = records.iter().rev().find_map(sequence).map(str::to_owned) else { continue };
            some = true;
            let events: Vec<Value> = records.iter().map(event).collect();
            let wanted = events.into_iter().filter(|event| self.wants(event));
            let lanes = lanes(wanted, self.trigger.parallel);
            let taken = join_all(lanes.into_iter().map(|lane| self.deliver_all(lane, stop))).await;
            if taken.contains(&false) {
                return Ok(false);
            }
            positions.insert(shard, last);
            if let Some(file) = &self.file {
                std::fs::write(file, serde_json::to_vec(positions)?).context("stream positions")?;
            }
        }
        Ok(some)
    }

    async fn iterators(&self, positions: &BTreeMap<String, String>) -> Result<HashMap<String, String>> {
        let streams = self.client.list_streams().table_name(&self.trigger.table).send().await?;
        let stream = streams.streams().last().and_then(|stream| stream.stream_arn());
        let stream = stream.with_context(|| format!("table {} has no stream", self.trigger.table))?;
        let described = self.client.describe_stream().stream_arn(stream).send().await?;
        let shards = described.stream_description().map(|stream| stream.shards()).unwrap_or_default();
        let mut iterators = HashMap::new();
        for shard in shards.iter().filter_map(|shard| shard.shard_id()) {
            let start = self.client.get_shard_iterator().stream_arn(stream).shard_id(shard);
            let begin = start.clone().shard_iterator_type(ShardIteratorType::TrimHorizon);
            let started = match positions.get(shard) {
                Some(position) => {
                    let after = start
                        .shard_iterator_type(ShardIteratorType::AfterSequenceNumber)
                        .sequence_number(position);
                    match after.send().await {
                        Ok(started) => started,
                        // What is older than the stream's day is gone: read all there is.
                        Err(_) => begin.send().await?,
                    }
                }
                None => begin.send().await?,
            };
            if let Some(iterator) = started.shard_iterator {
                iterators.insert(shard.to_owned(), iterator);
            }
        }
        Ok(iterators)
    }

    fn wants(&self, event: &Value) -> bool {
        let filters = &self.trigger.filters;
        filters.is_empty() || filters.iter().any(|pattern| matches(pattern, event))
    }

    /// Delivers the records of one lane, batch by batch.
    async fn deliver_all(&self, records: Vec<Value>, stop: &Stop) -> bool {
        for batch in records.chunks(self.trigger.batch_size.max(1)) {
            if !self.deliver(batch.to_vec(), stop).await {
                return false;
            }
        }
        true
    }

    /// Delivers a batch in order; `false` when the cloud ended before it was taken.
    async fn deliver(&self, mut records: Vec<Value>, stop: &Stop) -> bool {
        let mut attempts = 0;
        while !records.is_empty() {
            attempts += 1;
            let event = json!({ "Records": records });
            let error = match self.functions.event(&self.trigger.function, event).await {
                Ok(answer) => {
                    let taken = first_refused(&records, &answer);
                    if taken > 0 {
                        records.drain(..taken);
                        attempts = 1;
                    }
                    "функция не приняла событие".to_owned()
                }
                Err(error) => error,
            };
            if records.is_empty() {
                break;
            }
            if attempts > self.trigger.retries {
                // One bad record must not hold up the others for ever.
                let given_up = json!({ "Records": [records.remove(0)] });
                self.failures.note(&self.trigger.function, given_up, attempts, error);
                attempts = 0;
                continue;
            }
            let pause = Duration::from_millis(200 << attempts.min(6));
            if !stop.sleep(self.clock.wall(pause)).await {
                return false;
            }
        }
        true
    }
}

/// Records of one item go the same way, so that they stay in order; items are spread over the ways.
fn lanes(records: impl Iterator<Item = Value>, parallel: usize) -> Vec<Vec<Value>> {
    let mut lanes = vec![Vec::new(); parallel.max(1)];
    let ways = lanes.len() as u64;
    for record in records {
        let mut hasher = DefaultHasher::new();
        record["dynamodb"]["Keys"]["pk"].to_string().hash(&mut hasher);
        let way = usize::try_from(hasher.finish() % ways).unwrap_or_default();
        lanes[way].push(record);
    }
    lanes.retain(|lane| !lane.is_empty());
    lanes
}

/// How many records from the front were taken.
fn first_refused(records: &[Value], answer: &Value) -> usize {
    let refused: Vec<&str> = refused_items(answer).collect();
    let number = |record: &Value| record["dynamodb"]["SequenceNumber"].as_str().map(str::to_owned);
    let first = records
        .iter()
        .position(|record| number(record).is_some_and(|number| refused.contains(&number.as_str())));
    first.unwrap_or(records.len())
}

fn sequence(record: &Record) -> Option<&str> {
    record.dynamodb().and_then(|change| change.sequence_number())
}

/// A record as Lambda hands it to a function.
fn event(record: &Record) -> Value {
    let change = record.dynamodb();
    let mut body = json!({
        "Keys": change.and_then(|change| change.keys()).map_or(json!({}), image),
        "SequenceNumber": sequence(record),
        "SizeBytes": change.and_then(|change| change.size_bytes()),
        "StreamViewType": change.and_then(|change| change.stream_view_type()).map(|view| view.as_str()),
        "ApproximateCreationDateTime": change
            .and_then(|change| change.approximate_creation_date_time())
            .map(|at| at.secs()),
    });
    for (name, shown) in [
        ("NewImage", change.and_then(|change| change.new_image())),
        ("OldImage", change.and_then(|change| change.old_image())),
    ] {
        if let Some(shown) = shown {
            body[name] = image(shown);
        }
    }
    json!({
        "eventID": record.event_id(),
        "eventName": record.event_name().map(|name| name.as_str()),
        "eventVersion": "1.1",
        "eventSource": "aws:dynamodb",
        "awsRegion": crate::aws::REGION,
        "eventSourceARN": "arn:aws:dynamodb:local:000000000000:table/local/stream/local",
        "dynamodb": body,
    })
}

fn image(attributes: &HashMap<String, AttributeValue>) -> Value {
    attributes.iter().map(|(name, value)| (name.clone(), attribute(value))).collect::<Map<_, _>>().into()
}

fn attribute(value: &AttributeValue) -> Value {
    use base64::Engine;
    let bytes = |blob: &[u8]| base64::engine::general_purpose::STANDARD.encode(blob);
    match value {
        AttributeValue::S(text) => json!({"S": text}),
        AttributeValue::N(number) => json!({"N": number}),
        AttributeValue::Bool(value) => json!({"BOOL": value}),
        AttributeValue::Null(value) => json!({"NULL": value}),
        AttributeValue::B(blob) => json!({"B": bytes(blob.as_ref())}),
        AttributeValue::M(map) => json!({"M": image(map)}),
        AttributeValue::L(list) => json!({"L": list.iter().map(attribute).collect::<Vec<_>>()}),
        AttributeValue::Ss(set) => json!({"SS": set}),
        AttributeValue::Ns(set) => json!({"NS": set}),
        AttributeValue::Bs(set) => {
            json!({"BS": set.iter().map(|blob| bytes(blob.as_ref())).collect::<Vec<_>>()})
        }
        _ => Value::Null,
    }
}

/// Event patterns of the kinds that the template uses: a list of exact values at a path,
/// `{"exists": …}`, `{"prefix": …}` and `{"anything-but": [...]}`.
fn matches(pattern: &Value, event: &Value) -> bool {
    match pattern {
        Value::Object(fields) => fields.iter().all(|(name, inner)| matches(inner, &event[name.as_str()])),
        Value::Array(choices) => choices.iter().any(|choice| match choice {
            Value::Object(rule) => rule.iter().all(|(name, wanted)| match name.as_str() {
                "exists" => wanted.as_bool() == Some(!event.is_null()),
                "prefix" => {
                    let (text, prefix) = (event.as_str(), wanted.as_str());
                    text.zip(prefix).is_some_and(|(text, prefix)| text.starts_with(prefix))
                }
                "anything-but" => match wanted {
                    Value::Array(list) => !list.contains(event),
                    one => one != event,
                },
                _ => false,
            }),
            exact => exact == event,
        }),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_filter_lets_inserts_in_and_removals_out() {
        let pattern = json!({"eventName": ["INSERT"], "dynamodb": {"NewImage": {"kind": {"S": ["a", {"prefix": "pay"}]}}}});
        let event = |name: &str, kind: &str| json!({"eventName": name, "dynamodb": {"NewImage": {"kind": {"S": kind}}}});
        assert!(matches(&pattern, &event("INSERT", "a")));
        assert!(matches(&pattern, &event("INSERT", "payment")));
        assert!(!matches(&pattern, &event("REMOVE", "a")));
        assert!(!matches(&pattern, &event("INSERT", "b")));
    }

    #[test]
    fn records_of_one_item_stay_in_order_on_one_way() {
        let record = |item: usize, number: usize| json!({"dynamodb": {"Keys": {"pk": {"S": format!("EVENT#{item}")}}, "SequenceNumber": number}});
        let records = (0..60).map(|number| record(number % 20, number));
        let lanes = lanes(records, 4);
        assert!(lanes.len() > 1, "items are spread");
        assert_eq!(lanes.iter().map(Vec::len).sum::<usize>(), 60, "none is lost");
        for item in 0..20 {
            let of = |lane: &Vec<Value>| -> Vec<u64> {
                let own =
                    lane.iter().filter(|r| r["dynamodb"]["Keys"] == record(item, 0)["dynamodb"]["Keys"]);
                own.filter_map(|record| record["dynamodb"]["SequenceNumber"].as_u64()).collect()
            };
            let found: Vec<Vec<u64>> = lanes.iter().map(of).filter(|numbers| !numbers.is_empty()).collect();
            let item = item as u64;
            assert_eq!(found, [vec![item, item + 20, item + 40]]);
        }
    }

    #[test]
    fn a_partial_answer_keeps_the_order() {
        let record = |number: &str| json!({"dynamodb": {"SequenceNumber": number}});
        let records = [record("1"), record("2"), record("3")];
        let refused = json!({"batchItemFailures": [{"itemIdentifier": "2"}]});
        assert_eq!(first_refused(&records, &refused), 1);
        assert_eq!(first_refused(&records, &json!({"batchItemFailures": []})), 3);
        assert_eq!(first_refused(&records, &Value::Null), 3);
    }
}
