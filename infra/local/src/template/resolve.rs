//! What the template's references mean on this machine: a table's or bucket's `Ref` is its
//! local name, a parameter's is its default.

use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Names that `Ref`, `Fn::Sub` and `Fn::GetAtt` stand for locally.
#[derive(Debug, Clone, Default)]
pub struct Names {
    values: BTreeMap<String, Value>,
    conditions: Map<String, Value>,
}

impl Names {
    /// Reads parameters, conditions and resources of a parsed template.
    pub fn of(document: &Value) -> Self {
        let mut values = BTreeMap::from([
            ("AWS::Region".to_owned(), Value::from("local")),
            ("AWS::AccountId".to_owned(), Value::from("000000000000")),
            ("AWS::Partition".to_owned(), Value::from("aws")),
            ("AWS::StackName".to_owned(), Value::from("local")),
            ("AWS::URLSuffix".to_owned(), Value::from("localhost")),
            ("AWS::NoValue".to_owned(), Value::Null),
        ]);
        for (name, parameter) in fields(&document["Parameters"]) {
            values.insert(name.clone(), parameter["Default"].clone());
        }
        for (id, resource) in fields(&document["Resources"]) {
            let kind = resource["Type"].as_str().unwrap_or_default();
            values.insert(id.clone(), Value::from(local_name(id, kind)));
        }
        Self { values, conditions: document["Conditions"].as_object().cloned().unwrap_or_default() }
    }

    /// Gives a name another value, e.g. a parameter that the host decides.
    pub fn set(&mut self, name: &str, value: impl Into<Value>) {
        self.values.insert(name.to_owned(), value.into());
    }

    /// The value with references and functions replaced by what they stand for. A field that
    /// resolves to `AWS::NoValue` disappears, as it does in the cloud.
    pub fn resolve(&self, value: &Value) -> Value {
        match value {
            Value::Array(items) => {
                items.iter().map(|item| self.resolve(item)).filter(|item| !item.is_null()).collect()
            }
            Value::Object(map) => self.function(map).unwrap_or_else(|| {
                map.iter()
                    .map(|(name, value)| (name.clone(), self.resolve(value)))
                    .filter(|(_, value)| !value.is_null())
                    .collect::<Map<_, _>>()
                    .into()
            }),
            other => other.clone(),
        }
    }

    /// The text that a value resolves to; numbers and booleans as the cloud writes them.
    pub fn text(&self, value: &Value) -> Option<String> {
        match self.resolve(value) {
            Value::String(text) => Some(text),
            Value::Number(number) => Some(number.to_string()),
            Value::Bool(value) => Some(value.to_string()),
            _ => None,
        }
    }

    fn function(&self, map: &Map<String, Value>) -> Option<Value> {
        let (name, argument) = map.iter().next().filter(|_| map.len() == 1)?;
        Some(match name.as_str() {
            "Ref" => self.named(argument.as_str()?),
            "Fn::GetAtt" => {
                let path = argument.as_array()?;
                format!("{}.{}", self.named_text(path.first()?.as_str()?), path.get(1)?.as_str()?).into()
            }
            "Fn::Sub" => match argument {
                Value::Array(parts) => self.substitute(parts.first()?.as_str()?, parts.get(1)).into(),
                text => self.substitute(text.as_str()?, None).into(),
            },
            "Fn::Join" => {
                let separator = argument.get(0)?.as_str()?;
                let parts: Vec<_> =
                    argument.get(1)?.as_array()?.iter().filter_map(|part| self.text(part)).collect();
                parts.join(separator).into()
            }
            "Fn::If" => {
                let chosen = if self.holds(argument.get(0)?) { 1 } else { 2 };
                self.resolve(argument.get(chosen)?)
            }
            _ => return None,
        })
    }

    fn named(&self, name: &str) -> Value {
        self.values.get(name).cloned().unwrap_or_else(|| name.into())
    }

    fn named_text(&self, name: &str) -> String {
        match self.named(name) {
            Value::String(text) => text,
            Value::Null => String::new(),
            other => other.to_string(),
        }
    }

    /// `${Name}`, `${Resource.Attribute}` and `${!literal}` of `Fn::Sub`.
    fn substitute(&self, text: &str, own: Option<&Value>) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("${") {
            out.push_str(before);
            let Some((name, tail)) = after.split_once('}') else {
                out.push_str("${");
                rest = after;
                continue;
            };
            if let Some(literal) = name.strip_prefix('!') {
                out.push_str("${");
                out.push_str(literal);
                out.push('}');
            } else if let Some(value) = own.and_then(|own| own.get(name)) {
                out.push_str(&self.text(value).unwrap_or_default());
            } else if let Some((resource, attribute)) = name.split_once('.') {
                out.push_str(&self.named_text(resource));
                out.push('.');
                out.push_str(attribute);
            } else {
                out.push_str(&self.named_text(name));
            }
            rest = tail;
        }
        out.push_str(rest);
        out
    }

    fn holds(&self, condition: &Value) -> bool {
        let each = |list: &Value, test: fn(bool, bool) -> bool, start: bool| {
            list.as_array().into_iter().flatten().fold(start, |all, one| test(all, self.holds(one)))
        };
        match condition {
            Value::String(name) => self.conditions.get(name).is_some_and(|inner| self.holds(inner)),
            Value::Object(map) => match map.iter().next() {
                Some((name, argument)) => match name.as_str() {
                    "Condition" => self.holds(argument),
                    "Fn::Equals" => {
                        argument.get(0).map(|left| self.resolve(left))
                            == argument.get(1).map(|right| self.resolve(right))
                    }
                    "Fn::Not" => argument.get(0).is_some_and(|inner| !self.holds(inner)),
                    "Fn::And" => each(argument, |a, b| a && b, true),
                    "Fn::Or" => each(argument, |a, b| a || b, false),
                    _ => false,
                },
                None => false,
            },
            _ => false,
        }
    }
}

/// The fields of an object; none of anything else.
pub fn fields(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

/// `AccountsTable` is `accounts`, `DocumentsBucket` is `documents`, `SignInFunction` is
/// `sign-in`: the crate's name is the function's.
fn local_name(id: &str, kind: &str) -> String {
    let suffix = match kind {
        "AWS::DynamoDB::Table" => "Table",
        "AWS::S3::Bucket" => "Bucket",
        "AWS::Serverless::Function" => "Function",
        _ => return id.to_owned(),
    };
    let mut name = String::new();
    for letter in id.strip_suffix(suffix).unwrap_or(id).chars() {
        if letter.is_ascii_uppercase() && !name.is_empty() {
            name.push('-');
        }
        name.push(letter.to_ascii_lowercase());
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn names() -> Names {
        Names::of(&json!({
            "Parameters": {"Stage": {"Default": "dev"}, "Length": {"Default": 6}},
            "Conditions": {"IsProd": {"Fn::Equals": [{"Ref": "Stage"}, "prod"]}},
            "Resources": {
                "AccountsTable": {"Type": "AWS::DynamoDB::Table"},
                "SignInFunction": {"Type": "AWS::Serverless::Function"},
                "ImportPacket": {"Type": "AWS::Serverless::Function"},
                "ExchangeBucket": {"Type": "AWS::S3::Bucket"},
            },
        }))
    }

    #[test]
    fn a_reference_is_the_local_name_or_the_parameters_default() {
        let names = names();
        for (reference, expected) in [
            ("AccountsTable", "accounts"),
            ("SignInFunction", "sign-in"),
            ("ImportPacket", "import-packet"),
            ("ExchangeBucket", "exchange"),
            ("Stage", "dev"),
            ("Length", "6"),
        ] {
            assert_eq!(names.text(&json!({"Ref": reference})).unwrap(), expected);
        }
    }

    #[test]
    fn substitution_knows_attributes_own_names_and_literals() {
        let names = names();
        assert_eq!(
            names.text(&json!({"Fn::Sub": "a-${Stage}-${AccountsTable.Arn}-${!keep}"})).unwrap(),
            "a-dev-accounts.Arn-${keep}"
        );
        assert_eq!(
            names.text(&json!({"Fn::Sub": ["${X}/${Stage}", {"X": {"Ref": "Length"}}]})).unwrap(),
            "6/dev"
        );
    }

    #[test]
    fn conditions_choose_and_no_value_removes_the_field() {
        let resolved = names().resolve(&json!({
            "kept": {"Fn::If": ["IsProd", "yes", "no"]},
            "gone": {"Fn::If": ["IsProd", 1, {"Ref": "AWS::NoValue"}]},
        }));
        assert_eq!(resolved, json!({"kept": "no"}));
    }
}
