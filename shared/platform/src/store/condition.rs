//! Conditions of writes, in words of the use case instead of expressions.

use super::Item;
use aws_sdk_dynamodb::types::AttributeValue;
use serde::Serialize;
use std::collections::HashMap;

/// What must hold of the row as it is before the write.
#[derive(Debug, Clone, PartialEq)]
pub enum Condition {
    Always,
    Exists,
    Absent,
    /// The attribute is there.
    Has(&'static str),
    Lacks(&'static str),
    /// The attribute has this value.
    Equals(&'static str, AttributeValue),
    /// The attribute is missing or differs.
    Differs(&'static str, AttributeValue),
    /// The counter is missing or less than this.
    Below(&'static str, i64),
    /// The number is there and greater than this.
    Above(&'static str, i64),
    /// The attribute is one of these.
    OneOf(&'static str, Vec<AttributeValue>),
    All(Vec<Condition>),
    Any(Vec<Condition>),
}

impl Condition {
    /// The attribute equals this value as serde would write it.
    pub fn equals<T: Serialize>(field: &'static str, value: &T) -> Self {
        Self::Equals(field, attribute(value))
    }

    pub fn differs<T: Serialize>(field: &'static str, value: &T) -> Self {
        Self::Differs(field, attribute(value))
    }

    pub fn one_of<T: Serialize>(field: &'static str, values: &[T]) -> Self {
        Self::OneOf(field, values.iter().map(attribute).collect())
    }
}

fn attribute<T: Serialize>(value: &T) -> AttributeValue {
    // Only scalars and plain enums come here: they always have an attribute form.
    serde_dynamo::to_attribute_value(value).unwrap_or(AttributeValue::Null(true))
}

/// An expression under construction with its placeholders.
#[derive(Debug, Default)]
pub(super) struct Expression {
    names: HashMap<String, String>,
    values: Item,
}

impl Expression {
    pub(super) fn name(&mut self, field: &str) -> String {
        let placeholder = format!("#{field}");
        self.names.insert(placeholder.clone(), field.to_owned());
        placeholder
    }

    pub(super) fn value(&mut self, value: AttributeValue) -> String {
        let placeholder = format!(":v{}", self.values.len());
        self.values.insert(placeholder.clone(), value);
        placeholder
    }

    /// `None` where nothing is asked.
    pub(super) fn condition(&mut self, condition: &Condition) -> Option<String> {
        Some(match condition {
            Condition::Always => return None,
            Condition::Exists => format!("attribute_exists({})", self.name("pk")),
            Condition::Absent => format!("attribute_not_exists({})", self.name("pk")),
            Condition::Has(field) => format!("attribute_exists({})", self.name(field)),
            Condition::Lacks(field) => format!("attribute_not_exists({})", self.name(field)),
            Condition::Equals(field, value) => {
                format!("{} = {}", self.name(field), self.value(value.clone()))
            }
            Condition::Differs(field, value) => {
                let name = self.name(field);
                format!("(attribute_not_exists({name}) OR {name} <> {})", self.value(value.clone()))
            }
            Condition::Below(field, limit) => {
                let name = self.name(field);
                let limit = self.value(AttributeValue::N(limit.to_string()));
                format!("(attribute_not_exists({name}) OR {name} < {limit})")
            }
            Condition::Above(field, limit) => {
                format!("{} > {}", self.name(field), self.value(AttributeValue::N(limit.to_string())))
            }
            Condition::OneOf(field, values) => {
                let name = self.name(field);
                let values: Vec<String> = values.iter().map(|v| self.value(v.clone())).collect();
                format!("{name} IN ({})", values.join(", "))
            }
            Condition::All(parts) => self.joined(parts, " AND ")?,
            Condition::Any(parts) => self.joined(parts, " OR ")?,
        })
    }

    fn joined(&mut self, parts: &[Condition], word: &str) -> Option<String> {
        let parts: Vec<String> = parts.iter().filter_map(|part| self.condition(part)).collect();
        if parts.is_empty() { None } else { Some(format!("({})", parts.join(word))) }
    }

    pub(super) fn names(&self) -> Option<HashMap<String, String>> {
        (!self.names.is_empty()).then(|| self.names.clone())
    }

    pub(super) fn values(&self) -> Option<Item> {
        (!self.values.is_empty()).then(|| self.values.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_counter_below_its_limit_may_be_missing() {
        let mut expression = Expression::default();
        let text = expression.condition(&Condition::Below("links", 3));
        assert_eq!(text.as_deref(), Some("(attribute_not_exists(#links) OR #links < :v0)"));
    }

    #[test]
    fn parts_that_ask_nothing_leave_no_trace() {
        let mut expression = Expression::default();
        assert_eq!(expression.condition(&Condition::All(vec![Condition::Always])), None);
        assert!(expression.names().is_none() && expression.values().is_none());
    }
}
