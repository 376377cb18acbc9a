//! Where data lies and how the public reaches it (security rows 39 to 41, 82 and 83).

use crate::support::template::{self, referred};
use serde_json::Value;
use std::collections::BTreeSet;

#[test]
fn tables_are_encrypted_restorable_and_cannot_be_dropped_by_mistake() {
    let tables = template::resources("AWS::DynamoDB::Table");
    let ids: BTreeSet<_> = tables.iter().map(|(id, _)| *id).collect();
    assert_eq!(ids, BTreeSet::from(["AccountsTable", "IdentityTable", "OutboxTable", "PaymentsTable"]));
    for (id, table) in tables {
        assert_eq!(table["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"], true, "{id}");
        assert_eq!(table["DeletionProtectionEnabled"], true, "{id}");
        assert_eq!(table["SSESpecification"]["SSEType"], "KMS", "{id}");
        assert_eq!(referred(&table["SSESpecification"]["KMSMasterKeyId"]), Some("DataKey"), "{id}");
        assert_eq!(table["BillingMode"], "PAY_PER_REQUEST", "{id}");
        assert_eq!(template::document()["Resources"][id]["DeletionPolicy"], "Retain", "{id}");
    }
}

#[test]
fn what_expires_by_itself_says_when() {
    for id in ["IdentityTable", "PaymentsTable", "OutboxTable"] {
        let expiry = &template::properties(id)["TimeToLiveSpecification"];
        assert_eq!((&expiry["AttributeName"], &expiry["Enabled"]), (&"ttl".into(), &true.into()), "{id}");
    }
}

#[test]
fn buckets_are_closed_versioned_encrypted_and_speak_tls_only() {
    let policies = template::resources("AWS::S3::BucketPolicy");
    for (id, bucket) in template::resources("AWS::S3::Bucket") {
        let block = bucket["PublicAccessBlockConfiguration"].as_object().expect("a public access block");
        assert!(block.len() == 4 && block.values().all(|on| *on == true), "{id}");
        assert_eq!(bucket["VersioningConfiguration"]["Status"], "Enabled", "{id}");
        let encryption = &bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"][0];
        assert_eq!(encryption["ServerSideEncryptionByDefault"]["SSEAlgorithm"], "aws:kms", "{id}");
        let policy = policies.iter().find(|(_, policy)| referred(&policy["Bucket"]) == Some(id)).expect(id);
        let statements = policy.1["PolicyDocument"]["Statement"].as_array().expect("statements");
        let tls = statements.iter().any(|statement| {
            statement["Effect"] == "Deny" && statement["Condition"]["Bool"]["aws:SecureTransport"] == "false"
        });
        assert!(tls, "{id} answers without TLS");
        for statement in statements.iter().filter(|statement| statement["Effect"] == "Allow") {
            assert_eq!(
                statement["Principal"]["Service"], "cloudfront.amazonaws.com",
                "{id} is open to somebody else"
            );
            assert!(
                !statement["Condition"]["StringEquals"]["aws:SourceArn"].is_null(),
                "{id}: any distribution may read"
            );
        }
    }
}

fn distribution() -> &'static Value {
    &template::properties("Distribution")["DistributionConfig"]
}

fn behaviours() -> Vec<&'static Value> {
    let others = distribution()["CacheBehaviors"].as_array().into_iter().flatten();
    std::iter::once(&distribution()["DefaultCacheBehavior"]).chain(others).collect()
}

#[test]
fn every_behaviour_leads_to_an_origin_and_carries_the_security_headers() {
    let origins: BTreeSet<_> = distribution()["Origins"]
        .as_array()
        .expect("origins")
        .iter()
        .filter_map(|origin| origin["Id"].as_str())
        .collect();
    for behaviour in behaviours() {
        let target = behaviour["TargetOriginId"].as_str().expect("a target");
        assert!(origins.contains(target), "{target} is no origin");
        assert_eq!(referred(&behaviour["ResponseHeadersPolicyId"]), Some("SecurityHeaders"));
        assert_ne!(behaviour["ViewerProtocolPolicy"], "allow-all");
    }
}

#[test]
fn the_api_is_never_cached_and_gets_the_headers_its_checks_read() {
    const CACHING_DISABLED: &str = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";
    let api =
        behaviours().into_iter().find(|behaviour| behaviour["PathPattern"] == "/api/*").expect("the API");
    assert_eq!(api["CachePolicyId"], CACHING_DISABLED);
    assert_eq!(api["AllowedMethods"].as_array().map(Vec::len), Some(7));
    let policy = referred(&api["OriginRequestPolicyId"]).expect("a request policy");
    let config = &template::properties(policy)["OriginRequestPolicyConfig"];
    assert_eq!(config["CookiesConfig"]["CookieBehavior"], "all");
    let headers: Vec<_> = config["HeadersConfig"]["Headers"]
        .as_array()
        .expect("headers")
        .iter()
        .filter_map(Value::as_str)
        .collect();
    for name in [
        "Origin",
        "Sec-Fetch-Site",
        "X-LK-Request",
        "Idempotency-Key",
        "Content-Type",
        "CloudFront-Viewer-Address",
    ] {
        assert!(headers.contains(&name), "{name} is not forwarded");
    }
    assert!(headers.len() <= 10, "CloudFront takes ten at most");
    assert!(!headers.contains(&"Host"), "API Gateway knows its own host only");
}

#[test]
fn nobody_reaches_the_api_past_cloudfront() {
    let auth = &template::properties("Api")["Auth"];
    let default = auth["DefaultAuthorizer"].as_str().expect("a default authorizer");
    let authorizer = &auth["Authorizers"][default];
    assert_eq!(referred(&authorizer["FunctionArn"]), Some("Guard"));
    let header = authorizer["Identity"]["Headers"][0].as_str().expect("a header");
    let origins = distribution()["Origins"].as_array().expect("origins").iter();
    let added = origins.flat_map(|origin| origin["OriginCustomHeaders"].as_array().into_iter().flatten());
    let key =
        added.into_iter().find(|custom| custom["HeaderName"] == header).expect("CloudFront adds the key");
    assert!(
        key["HeaderValue"]["Fn::Sub"].as_str().is_some_and(|value| value.contains("resolve:secretsmanager"))
    );
    for function in template::functions() {
        let events = function.properties["Events"].as_object().into_iter().flatten();
        for (name, event) in events {
            assert!(event["Properties"]["Auth"].is_null(), "{} {name} goes round the guard", function.id);
        }
    }
}

#[test]
fn the_content_security_policy_allows_nothing_inline_and_nobody_else() {
    let security =
        &template::properties("SecurityHeaders")["ResponseHeadersPolicyConfig"]["SecurityHeadersConfig"];
    let policy = security["ContentSecurityPolicy"]["ContentSecurityPolicy"].as_str().expect("a policy");
    for directive in [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "connect-src 'self'",
        "base-uri 'none'",
        "object-src 'none'",
        "frame-ancestors 'none'",
        "form-action 'self'",
        "require-trusted-types-for 'script'",
    ] {
        assert!(policy.split(';').any(|part| part.trim() == directive), "{directive} is missing");
    }
    for forbidden in ["unsafe", "*", "http:", "https:"] {
        assert!(!policy.contains(forbidden), "{forbidden} in the policy");
    }
    let transport = &security["StrictTransportSecurity"];
    assert_eq!(
        (&transport["AccessControlMaxAgeSec"], &transport["IncludeSubdomains"]),
        (&31_536_000.into(), &true.into())
    );
    assert!(
        security["ContentTypeOptions"]["Override"] == true && security["ReferrerPolicy"]["Override"] == true
    );
}

#[test]
fn the_site_is_read_by_the_distribution_with_signed_requests() {
    let access = template::resources("AWS::CloudFront::OriginAccessControl");
    let config = &access.first().expect("an access control").1["OriginAccessControlConfig"];
    assert_eq!(
        (&config["SigningBehavior"], &config["OriginAccessControlOriginType"]),
        (&"always".into(), &"s3".into())
    );
    let site =
        distribution()["Origins"].as_array().expect("origins").iter().find(|origin| origin["Id"] == "site");
    assert_eq!(referred(&site.expect("the site")["OriginAccessControlId"]), Some("SiteAccess"));
}
