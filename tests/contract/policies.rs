//! What functions may do (security rows 80 and 81).

use crate::support::template::{self, Function, list};
use serde_json::Value;

/// Every action that a function of ours may ever be given. A typo in one is refused here, not at the first call.
const ACTIONS: &[&str] = &[
    "dynamodb:BatchGetItem",
    "dynamodb:BatchWriteItem",
    "dynamodb:ConditionCheckItem",
    "dynamodb:DeleteItem",
    "dynamodb:DescribeStream",
    "dynamodb:GetItem",
    "dynamodb:GetRecords",
    "dynamodb:GetShardIterator",
    "dynamodb:ListStreams",
    "dynamodb:PutItem",
    "dynamodb:Query",
    "dynamodb:UpdateItem",
    "logs:CreateLogStream",
    "logs:PutLogEvents",
    "s3:DeleteObject",
    "s3:GetObject",
    "s3:PutObject",
    "secretsmanager:GetSecretValue",
    "ses:SendRawEmail",
    "sns:Publish",
    "sqs:SendMessage",
];

fn statements() -> impl Iterator<Item = (Function, &'static Value)> {
    template::functions().into_iter().flat_map(|function| {
        let own = function.statements();
        own.into_iter().map(move |statement| (function, statement))
    })
}

fn allows(statement: &Value) -> bool {
    statement["Effect"] == "Allow"
}

#[test]
fn every_function_has_a_role_of_its_own() {
    let mut roles: Vec<_> = template::functions()
        .iter()
        .map(|function| template::referred(&function.properties["Role"]))
        .collect();
    assert!(roles.iter().all(Option::is_some));
    let all = roles.len();
    roles.sort_unstable();
    roles.dedup();
    assert_eq!(roles.len(), all, "two functions share a role");
}

#[test]
fn no_role_takes_a_policy_that_is_not_written_out() {
    for (id, role) in template::resources("AWS::IAM::Role") {
        assert!(role["ManagedPolicyArns"].is_null(), "{id} has managed policies");
        let trusted = &role["AssumeRolePolicyDocument"]["Statement"][0]["Principal"];
        assert_eq!(trusted["Service"], "lambda.amazonaws.com", "{id}");
    }
    for function in template::functions() {
        assert!(function.properties["Policies"].is_null(), "{}: the role would ignore them", function.id);
    }
}

#[test]
fn actions_are_named_one_by_one_and_none_of_them_is_a_scan() {
    for (function, statement) in statements().filter(|(_, statement)| allows(statement)) {
        assert!(statement["NotAction"].is_null() && statement["NotResource"].is_null(), "{}", function.id);
        for action in list(&statement["Action"]) {
            let action = action.as_str().expect("an action");
            assert!(ACTIONS.contains(&action), "{}: {action} is not among the known actions", function.id);
        }
    }
}

#[test]
fn resources_are_named_but_for_phone_numbers_which_have_no_name() {
    for (function, statement) in statements().filter(|(_, statement)| allows(statement)) {
        for resource in list(&statement["Resource"]) {
            if resource != "*" {
                continue;
            }
            assert_eq!(statement["Action"], "sns:Publish", "{}: only an SMS has no resource", function.id);
            let topics_denied = function.statements().into_iter().any(|other| {
                let topics = other["Resource"]["Fn::Sub"].as_str().unwrap_or_default();
                other["Effect"] == "Deny"
                    && other["Action"] == "sns:Publish"
                    && topics.ends_with(":sns:*:*:*")
            });
            assert!(topics_denied, "{} may publish to topics", function.id);
        }
    }
}

#[test]
fn an_action_stands_with_a_resource_of_its_own_service() {
    for (function, statement) in statements().filter(|(_, statement)| allows(statement)) {
        for resource in list(&statement["Resource"]) {
            // `${AWS::Region}` has colons of its own.
            let text = resource["Fn::Sub"].as_str().unwrap_or("*").replace("AWS::", "");
            let service = match template::referred(resource).map(template::kind) {
                Some("AWS::DynamoDB::Table") => "dynamodb",
                Some("AWS::Logs::LogGroup") => "logs",
                Some("AWS::SQS::Queue") => "sqs",
                Some("AWS::SecretsManager::Secret") => "secretsmanager",
                Some(other) => panic!("{}: a policy for {other}", function.id),
                None => match text.as_str() {
                    "*" => "sns",
                    "${PaymentsTable.Arn}/index/due" => "dynamodb",
                    "${DocumentsBucket.Arn}/*" | "${DocumentsBucket.Arn}/profiles/*" => "s3",
                    arn => arn.split(':').nth(2).expect("an ARN"),
                },
            };
            for action in list(&statement["Action"]) {
                let action = action.as_str().expect("an action");
                assert!(
                    action.starts_with(&format!("{service}:")),
                    "{}: {action} on {resource}",
                    function.id
                );
            }
        }
    }
}

#[test]
fn letters_leave_from_our_own_address_alone() {
    for (function, statement) in
        statements().filter(|(_, statement)| statement["Action"] == "ses:SendRawEmail")
    {
        let from = &statement["Condition"]["StringEquals"]["ses:FromAddress"];
        assert_eq!(from["Ref"], "MailFrom", "{}", function.id);
    }
}

#[test]
fn no_secret_stands_in_the_environment_or_in_a_parameter() {
    let globals = template::document()["Globals"]["Function"]["Environment"]["Variables"].as_object();
    let own = template::functions();
    let own = own.iter().filter_map(|function| function.properties["Environment"]["Variables"].as_object());
    for (name, value) in globals.into_iter().chain(own).flatten() {
        assert!(!value.to_string().contains("{{resolve"), "{name} would carry a secret's value");
        let secretive =
            ["_KEY", "_TOKEN", "_PASSWORD", "SECRET", "CREDENTIALS"].iter().any(|end| name.ends_with(end));
        let names_a_secret =
            value["Ref"].as_str().is_some_and(|id| template::kind(id) == "AWS::SecretsManager::Secret");
        assert!(!secretive || names_a_secret, "{name} looks like a secret");
        assert!(value.is_object(), "{name} is a literal: settings are parameters and resources");
    }
    let parameters = template::document()["Parameters"].as_object().expect("parameters");
    for (name, parameter) in parameters {
        assert!(
            parameter["NoEcho"].is_null(),
            "{name}: a secret is made in Secrets Manager, not passed through a parameter"
        );
    }
}
