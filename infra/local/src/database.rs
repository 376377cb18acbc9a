//! DynamoDB and its streams: dynoxide inside the process, reached over HTTP by the real SDK.
//! Tables are those of the template.

use crate::stop::Parts;
use crate::template::Table;
use anyhow::{Context, Result, anyhow, bail};
use dynoxide::Database;
use rusqlite::Connection;
use serde_json::{Value, json};
use std::path::Path;
use std::time::{Duration, Instant};
use tokio::net::TcpListener;
use ulid::Ulid;

/// dynoxide numbers and reads the records of a stream by this expression, for which it has no index: without one every
/// write to such a table reads all records since its first.
const STREAM_ORDER: &str = "CREATE INDEX IF NOT EXISTS _stream_records_in_order \
    ON _stream_records (table_name, CAST(sequence_number AS INTEGER))";
/// A sweep reads all rows: it may take so much of the time, as one part of so many.
const SWEEPS_SHARE: u32 = 20;
const SWEEPS_APART: Duration = Duration::from_secs(1);

/// Opens the store: a file, or memory when there is none.
pub fn open(file: Option<&Path>) -> Result<Database> {
    let name = match file {
        Some(file) => file.to_str().context("путь к данным содержит недопустимые символы")?.to_owned(),
        // By its name the memory can be opened a second time.
        None => format!("file:portal-{}?mode=memory&cache=shared", Ulid::new()),
    };
    let store =
        Database::new(&name).map_err(|error| anyhow!("не удалось открыть хранилище {name}: {error}"))?;
    let indexed = Connection::open(&name).and_then(|store| store.execute_batch(STREAM_ORDER));
    indexed.with_context(|| format!("не удалось открыть хранилище {name}"))?;
    Ok(store)
}

/// Makes the tables that are not there yet.
pub fn create_tables(database: &Database, tables: &[Table]) -> Result<()> {
    for table in tables {
        let request = creation(table);
        let known = database.get_table_metadata(&table.name).map_err(|error| anyhow!("{error}"))?;
        if let Some(known) = known {
            let made_as: Value = serde_json::from_str(&known.key_schema).unwrap_or_default();
            let indexes: Value = known
                .gsi_definitions
                .as_deref()
                .and_then(|text| serde_json::from_str(text).ok())
                .unwrap_or_default();
            let names = |list: &Value| -> Vec<String> {
                let list = list.as_array().into_iter().flatten();
                let mut names: Vec<_> =
                    list.map(|index| index["IndexName"].as_str().unwrap_or_default().to_owned()).collect();
                names.sort();
                names
            };
            if made_as != request["KeySchema"] || names(&indexes) != names(&request["GlobalSecondaryIndexes"])
            {
                bail!(
                    "таблица {} создана по прежнему шаблону. Удалите папку с данными (.local) и запустите снова",
                    table.name
                );
            }
            continue;
        }
        let request = serde_json::from_value(request).context("table of the template")?;
        database.create_table(request).map_err(|error| anyhow!("{}: {error}", table.name))?;
        if let Some(attribute) = &table.ttl {
            let request = serde_json::from_value(json!({
                "TableName": table.name,
                "TimeToLiveSpecification": {"AttributeName": attribute, "Enabled": true},
            }))?;
            database.update_time_to_live(request).map_err(|error| anyhow!("{}: {error}", table.name))?;
        }
    }
    Ok(())
}

/// Serves the store on the socket and sweeps what has expired, once a second while there is little to be read.
pub fn serve(database: Database, listener: TcpListener, parts: &mut Parts) {
    let stop = parts.stop();
    let sweeper = database.clone();
    let sweeping = parts.stop();
    parts.spawn(async move {
        let mut pause = SWEEPS_APART;
        while sweeping.sleep(pause).await {
            let (database, began) = (sweeper.clone(), Instant::now());
            let swept = tokio::task::spawn_blocking(move || database.sweep_ttl().map(drop)).await;
            if let Ok(Err(error)) = swept {
                tracing::warn!(%error, "expired items were not swept");
            }
            pause = SWEEPS_APART.max(began.elapsed() * SWEEPS_SHARE);
        }
    });
    parts.spawn(async move {
        if let Err(error) = dynoxide::server::serve_with_shutdown(listener, database, stop.told()).await {
            tracing::error!(%error, "the local DynamoDB ended");
        }
    });
}

/// CreateTable of what the emulator knows; backups, protection and encryption are the cloud's.
fn creation(table: &Table) -> Value {
    let pairs = |pairs: &[(String, String)], second: &str| -> Value {
        pairs.iter().map(|(name, value)| json!({"AttributeName": name, second: value})).collect()
    };
    let mut request = json!({
        "TableName": table.name,
        "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": pairs(&table.attributes, "AttributeType"),
        "KeySchema": pairs(&table.keys, "KeyType"),
    });
    if !table.indexes.is_empty() {
        request["GlobalSecondaryIndexes"] = table
            .indexes
            .iter()
            .map(|index| {
                let mut projection = json!({"ProjectionType": index.projection});
                if !index.included.is_empty() {
                    projection["NonKeyAttributes"] = json!(index.included);
                }
                json!({
                    "IndexName": index.name,
                    "KeySchema": pairs(&index.keys, "KeyType"),
                    "Projection": projection,
                })
            })
            .collect();
    }
    if let Some(view) = &table.stream {
        request["StreamSpecification"] = json!({"StreamEnabled": true, "StreamViewType": view});
    }
    request
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::Index;

    fn table() -> Table {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        Table {
            name: "payments".to_owned(),
            attributes: vec![pair("pk", "S"), pair("sk", "S"), pair("due", "S")],
            keys: vec![pair("pk", "HASH"), pair("sk", "RANGE")],
            indexes: vec![Index {
                name: "due".to_owned(),
                keys: vec![pair("due", "HASH"), pair("sk", "RANGE")],
                projection: "ALL".to_owned(),
                included: vec![],
            }],
            ttl: Some("ttl".to_owned()),
            stream: Some("NEW_IMAGE".to_owned()),
        }
    }

    #[test]
    fn records_of_a_stream_are_found_by_an_index() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("database.sqlite");
        let _store = open(Some(&file)).unwrap();
        let plan = |query: &str| -> String {
            let store = Connection::open(&file).unwrap();
            let mut plan = store.prepare(&format!("EXPLAIN QUERY PLAN {query}")).unwrap();
            let steps = plan.query_map([], |row| row.get::<_, String>("detail")).unwrap();
            steps.map(Result::unwrap).collect()
        };
        // As dynoxide asks.
        let next = plan(
            "SELECT COALESCE(MAX(CAST(sequence_number AS INTEGER)), 0) + 1 \
             FROM _stream_records WHERE table_name = 'outbox'",
        );
        let read = plan(
            "SELECT new_image FROM _stream_records WHERE table_name = 'outbox' AND shard_id = 's' \
             AND CAST(sequence_number AS INTEGER) > 7 ORDER BY CAST(sequence_number AS INTEGER) ASC LIMIT 9",
        );
        for plan in [next, read] {
            assert!(plan.contains("_stream_records_in_order") && !plan.contains("TEMP B-TREE"), "{plan}");
        }
    }

    #[test]
    fn tables_are_made_once_and_kept() {
        let database = open(None).unwrap();
        create_tables(&database, &[table()]).unwrap();
        create_tables(&database, &[table()]).unwrap();
        assert_eq!(database.table_count().unwrap(), 1);
    }

    #[test]
    fn a_table_of_another_shape_is_refused_with_advice() {
        let database = open(None).unwrap();
        create_tables(&database, &[table()]).unwrap();
        let other = Table { indexes: vec![], ..table() };
        let error = create_tables(&database, &[other]).unwrap_err().to_string();
        assert!(error.contains("Удалите папку"), "{error}");
    }
}
