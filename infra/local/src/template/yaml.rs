//! CloudFormation's YAML as plain JSON. Its short tags (`!Ref`, `!Sub`, `!GetAtt`) are
//! spelled out, so that what reads the template meets one form of each only.

use anyhow::{Context, Result, bail};
use serde_json::{Map, Value};
use serde_yaml_ng::Value as Yaml;

/// The document with every short tag in its long form: `!Ref X` is `{"Ref": "X"}`,
/// `!GetAtt A.B` is `{"Fn::GetAtt": ["A", "B"]}`, `!Sub …` is `{"Fn::Sub": …}`.
pub fn parse(text: &str) -> Result<Value> {
    let document: Yaml = serde_yaml_ng::from_str(text).context("the template is not YAML")?;
    plain(document)
}

fn plain(value: Yaml) -> Result<Value> {
    Ok(match value {
        Yaml::Null => Value::Null,
        Yaml::Bool(value) => Value::Bool(value),
        Yaml::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(whole), _) => whole.into(),
            (None, Some(fraction)) => fraction.into(),
            (None, None) => bail!("a number of the template is out of range"),
        },
        Yaml::String(text) => Value::String(text),
        Yaml::Sequence(items) => Value::Array(items.into_iter().map(plain).collect::<Result<_>>()?),
        Yaml::Mapping(fields) => {
            let mut map = Map::new();
            for (key, value) in fields {
                map.insert(name(key)?, plain(value)?);
            }
            Value::Object(map)
        }
        Yaml::Tagged(tagged) => {
            let tag = tagged.tag.to_string();
            let tag = tag.trim_start_matches('!');
            let value = plain(tagged.value)?;
            let (key, value) = match (tag, value) {
                ("Ref" | "Condition", value) => (tag.to_owned(), value),
                ("GetAtt", Value::String(path)) => {
                    let (resource, attribute) =
                        path.split_once('.').context("!GetAtt without an attribute")?;
                    ("Fn::GetAtt".to_owned(), vec![resource, attribute].into())
                }
                (_, value) => (format!("Fn::{tag}"), value),
            };
            Value::Object(Map::from_iter([(key, value)]))
        }
    })
}

/// YAML allows any key; CloudFormation has names, and dates or numbers that look like them.
fn name(key: Yaml) -> Result<String> {
    match key {
        Yaml::String(text) => Ok(text),
        Yaml::Number(number) => Ok(number.to_string()),
        Yaml::Bool(value) => Ok(value.to_string()),
        _ => bail!("a key of the template is not a name"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn short_tags_are_spelled_out_wherever_they_stand() {
        let parsed = parse(
            "a: !Ref Table\nb: [!GetAtt Table.StreamArn, plain]\nc: !Sub 'x-${Y}'\n\
             d: !Join ['-', [!Ref A, b]]\ne: !If [Prod, 1, !Ref AWS::NoValue]\nf: 2012-10-17\n",
        )
        .unwrap();
        assert_eq!(
            parsed,
            json!({
                "a": {"Ref": "Table"},
                "b": [{"Fn::GetAtt": ["Table", "StreamArn"]}, "plain"],
                "c": {"Fn::Sub": "x-${Y}"},
                "d": {"Fn::Join": ["-", [{"Ref": "A"}, "b"]]},
                "e": {"Fn::If": ["Prod", 1, {"Ref": "AWS::NoValue"}]},
                "f": "2012-10-17",
            })
        );
    }

    #[test]
    fn what_is_not_yaml_is_refused() {
        assert!(parse("a: [").is_err());
    }
}
