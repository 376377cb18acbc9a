use super::*;

const SAMPLE: &str = r#"
Globals:
  Function:
    Timeout: 10
    Environment:
      Variables:
        IDENTITY_TABLE: !Ref IdentityTable
        CODE_LENGTH: 6
Resources:
  IdentityTable:
    Type: AWS::DynamoDB::Table
    Properties:
      AttributeDefinitions:
        - { AttributeName: pk, AttributeType: S }
        - { AttributeName: sk, AttributeType: S }
        - { AttributeName: due, AttributeType: S }
      KeySchema:
        - { AttributeName: pk, KeyType: HASH }
        - { AttributeName: sk, KeyType: RANGE }
      GlobalSecondaryIndexes:
        - IndexName: due
          KeySchema:
            - { AttributeName: due, KeyType: HASH }
          Projection: { ProjectionType: KEYS_ONLY }
      TimeToLiveSpecification: { AttributeName: ttl, Enabled: true }
      StreamSpecification: { StreamViewType: NEW_IMAGE }
  ExchangeBucket:
    Type: AWS::S3::Bucket
  SignInFunction:
    Type: AWS::Serverless::Function
    Properties:
      Timeout: 5
      Environment: { Variables: { OWN: "1" } }
      Events:
        Open: { Type: HttpApi, Properties: { Path: /api/session, Method: post } }
  SettlePayments:
    Type: AWS::Serverless::Function
    Properties:
      Events:
        Tick: { Type: ScheduleV2, Properties: { ScheduleExpression: rate(1 minute) } }
  ImportPacket:
    Type: AWS::Serverless::Function
    Properties:
      Events:
        Put:
          Type: S3
          Properties:
            Bucket: !Ref ExchangeBucket
            Events: s3:ObjectCreated:*
            Filter: { S3Key: { Rules: [{ Name: suffix, Value: .zip }] } }
  Notify:
    Type: AWS::Serverless::Function
    Properties:
      Events:
        Outbox:
          Type: DynamoDB
          Properties:
            Stream: !GetAtt IdentityTable.StreamArn
            BatchSize: 10
            MaximumRetryAttempts: 5
            FilterCriteria: { Filters: [{ Pattern: '{"eventName":["INSERT"]}' }] }
  ApiRequests:
    Type: AWS::CloudFront::OriginRequestPolicy
    Properties:
      OriginRequestPolicyConfig:
        HeadersConfig: { HeaderBehavior: whitelist, Headers: [Accept, X-LK-Request] }
  Headers:
    Type: AWS::CloudFront::ResponseHeadersPolicy
    Properties:
      ResponseHeadersPolicyConfig:
        SecurityHeadersConfig:
          ContentSecurityPolicy: { ContentSecurityPolicy: "default-src 'none'", Override: true }
          ContentTypeOptions: { Override: true }
          StrictTransportSecurity:
            { AccessControlMaxAgeSec: 31536000, IncludeSubdomains: true, Override: true }
        CustomHeadersConfig:
          Items: [{ Header: Cross-Origin-Opener-Policy, Value: same-origin, Override: true }]
"#;

#[test]
fn tables_come_with_keys_indexes_expiry_and_stream() {
    let template = Template::parse(SAMPLE).unwrap();
    let [table] = template.tables.as_slice() else { panic!("one table") };
    assert_eq!(table.name, "identity");
    assert_eq!(table.keys[1], ("sk".to_owned(), "RANGE".to_owned()));
    assert_eq!(table.attributes.len(), 3);
    assert_eq!(table.indexes[0].projection, "KEYS_ONLY");
    assert_eq!(table.ttl.as_deref(), Some("ttl"));
    assert_eq!(table.stream.as_deref(), Some("NEW_IMAGE"));
}

#[test]
fn functions_have_the_crates_names_and_local_environment() {
    let template = Template::parse(SAMPLE).unwrap();
    let function = &template.functions["sign-in"];
    assert_eq!(function.timeout, 5);
    assert_eq!(function.environment["IDENTITY_TABLE"], "identity");
    assert_eq!(function.environment["CODE_LENGTH"], "6");
    assert_eq!(function.environment["OWN"], "1");
    assert_eq!(template.functions["notify"].timeout, 10);
}

#[test]
fn events_become_routes_schedules_and_triggers() {
    let template = Template::parse(SAMPLE).unwrap();
    let route = &template.routes[0];
    assert_eq!((route.method.as_str(), route.path.as_str()), ("POST", "/api/session"));
    assert_eq!(route.function, "sign-in");
    assert_eq!(template.schedules[0].name, "settle-payments");
    assert_eq!(template.schedules[0].expression, "rate(1 minute)");
    assert_eq!(template.object_triggers[0].bucket, "exchange");
    assert_eq!(template.object_triggers[0].suffix, ".zip");
    let stream = &template.stream_triggers[0];
    assert_eq!((stream.table.as_str(), stream.batch_size, stream.retries), ("identity", 10, 5));
    assert_eq!(stream.filters[0]["eventName"][0], "INSERT");
}

#[test]
fn the_sites_headers_are_those_of_the_distribution() {
    let template = Template::parse(SAMPLE).unwrap();
    assert_eq!(template.content_security_policy(), Some("default-src 'none'"));
    let header = |name: &str| {
        template.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    };
    assert_eq!(header("strict-transport-security"), Some("max-age=31536000; includeSubDomains"));
    assert_eq!(template.forwarded, ["accept", "x-lk-request"]);
    assert_eq!(header("x-content-type-options"), Some("nosniff"));
    assert_eq!(header("cross-origin-opener-policy"), Some("same-origin"));
}

#[test]
fn the_workspaces_own_template_is_understood() {
    let template = Template::load(&crate::cloud::workspace().join("template.yaml")).unwrap();
    let tables: Vec<&str> = template.tables.iter().map(|table| table.name.as_str()).collect();
    assert_eq!(tables, ["accounts", "identity", "outbox", "payments"]);
    assert!(template.buckets.iter().any(|bucket| bucket == "exchange"));
    assert!(template.functions.contains_key("sign-in"));
    assert!(template.routes.iter().all(|route| template.functions.contains_key(&route.function)));
    assert!(template.routes.iter().all(|route| route.path.starts_with("/api/")));
    assert!(!template.routes.is_empty());
    assert_eq!(template.stream_triggers[0].table, "outbox");
    assert_eq!(template.object_triggers[0].bucket, "exchange");
    assert!(template.schedules.iter().any(|schedule| schedule.name == "settle-payments"));
    assert!(template.content_security_policy().unwrap().starts_with("default-src 'none'"));
    assert!(template.forwarded.iter().any(|name| name == "x-lk-request"));
}
