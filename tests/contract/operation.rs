//! What whoever operates the stack relies on: logs, alarms, failures that wait for a person (security row 84).

use crate::support::{
    self,
    template::{self, referred},
};
use serde_json::Value;
use std::collections::BTreeSet;

/// The alarms on a metric of the resource that a dimension names.
fn alarms(metric: &str, resource: &str) -> Vec<&'static Value> {
    let all = template::resources("AWS::CloudWatch::Alarm").into_iter().map(|(_, alarm)| alarm);
    all.filter(|alarm| {
        let mut dimensions = alarm["Dimensions"].as_array().into_iter().flatten();
        alarm["MetricName"] == metric
            && dimensions.any(|dimension| referred(&dimension["Value"]) == Some(resource))
    })
    .collect()
}

#[test]
fn every_program_of_the_template_is_a_crate_and_every_function_crate_is_in_the_template() {
    let named: BTreeSet<_> = template::functions().iter().map(template::Function::binary).collect();
    let folder = std::fs::read_dir(support::root().join("functions")).expect("functions");
    let mut crates: BTreeSet<_> =
        folder.map(|entry| entry.expect("entry").file_name().into_string().expect("a name")).collect();
    crates.insert("guard".to_owned());
    assert_eq!(named, crates.iter().map(String::as_str).collect());
    for function in template::functions() {
        assert_eq!(
            function.id.to_lowercase(),
            function.binary().replace('-', ""),
            "the id is the crate's name"
        );
    }
}

#[test]
fn every_function_has_a_log_group_that_forgets() {
    for function in template::functions() {
        let log = referred(&function.properties["LoggingConfig"]["LogGroup"]).unwrap_or_default();
        assert_eq!(template::kind(log), "AWS::Logs::LogGroup", "{}", function.id);
        assert!(!template::properties(log)["RetentionInDays"].is_null(), "{log} is kept for ever");
        let writes = function.statements().into_iter().any(|statement| {
            statement["Action"].to_string().contains("logs:PutLogEvents")
                && referred(&statement["Resource"]) == Some(log)
        });
        assert!(writes, "{} may not write its log", function.id);
    }
}

#[test]
fn every_function_has_alarms_for_errors_and_throttles_and_every_alarm_reaches_the_topic() {
    for function in template::functions() {
        for metric in ["Errors", "Throttles"] {
            assert_eq!(alarms(metric, function.id).len(), 1, "{}: {metric}", function.id);
        }
    }
    for (id, alarm) in template::resources("AWS::CloudWatch::Alarm") {
        assert_eq!(referred(&alarm["AlarmActions"][0]), Some("AlarmTopic"), "{id}");
    }
}

#[test]
fn every_event_that_is_given_up_waits_in_a_queue_with_an_alarm_at_one() {
    for function in template::functions() {
        for trigger in function.triggers() {
            let invoke =
                &function.properties["EventInvokeConfig"]["DestinationConfig"]["OnFailure"]["Destination"];
            let mapping = &trigger["Properties"]["DestinationConfig"]["OnFailure"]["Destination"];
            let destination = if trigger["Type"] == "DynamoDB" { mapping } else { invoke };
            let queue =
                referred(destination).unwrap_or_else(|| panic!("{} loses failed events", function.id));
            let waiting = alarms("ApproximateNumberOfMessagesVisible", queue);
            assert!(waiting.iter().any(|alarm| alarm["Threshold"] == 1), "{queue} fills unseen");
            let sends = function.statements().into_iter().any(|statement| {
                statement["Action"] == "sqs:SendMessage" && referred(&statement["Resource"]) == Some(queue)
            });
            assert!(sends, "{} may not write to {queue}", function.id);
        }
    }
}

#[test]
fn a_broken_record_of_the_stream_holds_up_no_other() {
    for function in template::functions() {
        for trigger in function.triggers().into_iter().filter(|trigger| trigger["Type"] == "DynamoDB") {
            let mapping = &trigger["Properties"];
            assert_eq!(mapping["BisectBatchOnFunctionError"], true);
            assert_eq!(mapping["FunctionResponseTypes"][0], "ReportBatchItemFailures");
            assert!(mapping["MaximumRetryAttempts"].as_i64().is_some_and(|attempts| attempts > 0));
            let filters = mapping["FilterCriteria"]["Filters"].as_array().expect("filters");
            for filter in filters {
                let pattern = filter["Pattern"].as_str().expect("a pattern");
                serde_json::from_str::<Value>(pattern).expect("a pattern is JSON");
            }
        }
    }
}

#[test]
fn what_the_stream_brings_late_is_seen() {
    assert_eq!(alarms("IteratorAge", "Notify").len(), 1, "letters may be late unseen");
    // SettlePayments finds by its schedule what the stream brings late, and its silence is seen.
    assert_eq!(alarms("Invocations", "SettlePayments").len(), 1);
}

#[test]
fn every_kind_of_event_has_one_reader() {
    let kinds = |function: &str| {
        let function = template::functions().into_iter().find(|one| one.id == function).expect("a function");
        let stream =
            function.triggers().into_iter().find(|trigger| trigger["Type"] == "DynamoDB").expect("a stream");
        let pattern =
            stream["Properties"]["FilterCriteria"]["Filters"][0]["Pattern"].as_str().expect("a pattern");
        let pattern: Value = serde_json::from_str(pattern).expect("a pattern is JSON");
        pattern.pointer("/dynamodb/NewImage/event/M/kind/S/0").expect("the kind of the event").clone()
    };
    assert_eq!(kinds("SettlePayments"), "payment_check");
    assert_eq!(kinds("Notify")["anything-but"][0], "payment_check");
}

#[test]
fn schedules_are_ones_that_eventbridge_accepts() {
    for function in template::functions() {
        for trigger in function.triggers().into_iter().filter(|trigger| trigger["Type"] == "Schedule") {
            let expression = trigger["Properties"]["Schedule"].as_str().expect("an expression");
            assert!(is_schedule(expression), "{}: {expression}", function.id);
            assert_eq!(alarms("Invocations", function.id).len(), 1, "{} may fall silent unseen", function.id);
        }
    }
}

#[test]
fn the_check_of_schedules_knows_right_from_wrong() {
    for right in [
        "rate(1 minute)",
        "rate(5 minutes)",
        "cron(0 6 * * ? *)",
        "cron(0/15 8-18 ? * MON-FRI *)",
        "cron(30 5 L * ? 2026-2030)",
    ] {
        assert!(is_schedule(right), "{right}");
    }
    for wrong in [
        "rate(1 minutes)",
        "rate(5 minute)",
        "rate(0 minutes)",
        "rate(1.5 hours)",
        "cron(0 6 * * *)",
        "cron(0 6 * * * *)",
        "cron(61 6 * * ? *)",
        "cron(0 25 * * ? *)",
        "cron(0 6 ? 13 MON *)",
        "0 6 * * ? *",
    ] {
        assert!(!is_schedule(wrong), "{wrong}");
    }
}

fn is_schedule(expression: &str) -> bool {
    let inside = |name: &str| expression.strip_prefix(name)?.strip_prefix('(')?.strip_suffix(')');
    if let Some(rate) = inside("rate") {
        let Some((number, unit)) = rate.split_once(' ') else { return false };
        let number: u32 = number.parse().unwrap_or(0);
        let singular = unit.strip_suffix('s').unwrap_or(unit);
        return number > 0
            && (number == 1) == (unit == singular)
            && ["minute", "hour", "day"].contains(&singular);
    }
    let Some(cron) = inside("cron") else { return false };
    let fields: Vec<_> = cron.split(' ').collect();
    let [minute, hour, day, month, weekday, year] = fields.as_slice() else { return false };
    // One of the two days must be left open, and only one.
    (*day == "?") != (*weekday == "?")
        && in_range(minute, 0, 59, &[])
        && in_range(hour, 0, 23, &[])
        && (*day == "?" || *day == "L" || in_range(day, 1, 31, &[]))
        && in_range(
            month,
            1,
            12,
            &["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"],
        )
        && (*weekday == "?" || in_range(weekday, 1, 7, &["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]))
        && in_range(year, 1970, 2199, &[])
}

/// `*`, `a`, `a-b`, `a/n` and lists of them.
fn in_range(field: &str, low: u32, high: u32, names: &[&str]) -> bool {
    let value =
        |text: &str| names.contains(&text) || text.parse().is_ok_and(|n: u32| (low..=high).contains(&n));
    field.split(',').all(|part| {
        let (range, step) = part.split_once('/').unwrap_or((part, "1"));
        let span = match range.split_once('-') {
            Some((from, to)) => value(from) && value(to),
            None => range == "*" || value(range),
        };
        span && step.parse::<u32>().is_ok_and(|n| n > 0)
    })
}
