//! The way of every request to the local AWS. It counts calls, so that tests can assert round
//! trips, and it fails on purpose: throttled, broken, without an answer, or with the answer
//! lost after the work was done.

use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpClient,
    SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_runtime_api::http::StatusCode;
use aws_smithy_types::body::SdkBody;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// What goes wrong with a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// The service asks for patience; nothing was done.
    Throttled,
    /// The service breaks; nothing was done.
    Broken,
    /// No connection; nothing was done.
    Unreachable,
    /// The work is done, but its answer never arrives.
    AnswerLost,
}

#[derive(Debug)]
struct Planned {
    operation: String,
    fault: Fault,
    skip: u32,
    times: u32,
}

#[derive(Debug, Default)]
struct Plan {
    faults: Vec<Planned>,
    calls: BTreeMap<String, u64>,
}

/// A plain HTTP client with a plan of faults; clones share the plan.
#[derive(Debug, Clone)]
pub struct Wire {
    client: SharedHttpClient,
    plan: Arc<Mutex<Plan>>,
}

impl Default for Wire {
    fn default() -> Self {
        Self { client: aws_smithy_http_client::Builder::new().build_http(), plan: Arc::default() }
    }
}

impl Wire {
    /// Lets the next `times` calls of an operation fail (`GetItem`, `TransactWriteItems`,
    /// `SendRawEmail`, `PUT`; `*` is any), after `skip` that pass. Retries of the SDK count.
    pub fn fail(&self, operation: &str, fault: Fault, skip: u32, times: u32) {
        let planned = Planned { operation: operation.to_owned(), fault, skip, times };
        self.plan().faults.push(planned);
    }

    /// Forgets faults that have not happened.
    pub fn mend(&self) {
        self.plan().faults.clear();
    }

    /// Calls by operation since the last reset.
    pub fn calls(&self) -> BTreeMap<String, u64> {
        self.plan().calls.clone()
    }

    /// Begins counting anew.
    pub fn reset_calls(&self) {
        self.plan().calls.clear();
    }

    fn plan(&self) -> std::sync::MutexGuard<'_, Plan> {
        self.plan.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts the call and says what shall go wrong with it.
    fn note(&self, operation: &str) -> Option<Fault> {
        let mut plan = self.plan();
        *plan.calls.entry(operation.to_owned()).or_default() += 1;
        let index =
            plan.faults.iter().position(|fault| fault.operation == "*" || fault.operation == operation)?;
        let planned = plan.faults.get_mut(index)?;
        if planned.skip > 0 {
            planned.skip -= 1;
            return None;
        }
        let fault = planned.fault;
        planned.times = planned.times.saturating_sub(1);
        if planned.times == 0 {
            plan.faults.remove(index);
        }
        Some(fault)
    }
}

impl HttpClient for Wire {
    fn http_connector(
        &self,
        settings: &HttpConnectorSettings,
        components: &RuntimeComponents,
    ) -> SharedHttpConnector {
        SharedHttpConnector::new(Connection {
            connector: self.client.http_connector(settings, components),
            wire: self.clone(),
        })
    }
}

#[derive(Debug)]
struct Connection {
    connector: SharedHttpConnector,
    wire: Wire,
}

impl HttpConnector for Connection {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let fault = self.wire.note(&operation(&request));
        let answer = match fault {
            Some(Fault::Throttled) => {
                return HttpConnectorFuture::ready(refusal(400, "ThrottlingException"));
            }
            Some(Fault::Broken) => {
                return HttpConnectorFuture::ready(refusal(500, "InternalServerError"));
            }
            Some(Fault::Unreachable) => return HttpConnectorFuture::ready(Err(lost())),
            Some(Fault::AnswerLost) | None => self.connector.call(request),
        };
        HttpConnectorFuture::new(async move {
            let answer = answer.await?;
            if fault == Some(Fault::AnswerLost) { Err(lost()) } else { Ok(answer) }
        })
    }
}

fn lost() -> ConnectorError {
    ConnectorError::io("the local cloud was told to lose this call".into())
}

fn refusal(status: u16, kind: &str) -> Result<HttpResponse, ConnectorError> {
    let status = StatusCode::try_from(status).map_err(|error| ConnectorError::user(error.into()))?;
    let body = format!(r#"{{"__type":"com.amazonaws.dynamodb.v20120810#{kind}","message":"planned"}}"#);
    let mut response = HttpResponse::new(status, SdkBody::from(body));
    response.headers_mut().insert("content-type", "application/x-amz-json-1.0");
    Ok(response)
}

/// The operation's name: JSON protocols say it in a header, the query protocol in the body,
/// S3 by its method.
fn operation(request: &HttpRequest) -> String {
    if let Some(target) = request.headers().get("x-amz-target") {
        return target.rsplit('.').next().unwrap_or(target).to_owned();
    }
    let form = request.body().bytes().unwrap_or_default();
    if let Some(rest) = form.strip_prefix(b"Action=") {
        let name: Vec<u8> = rest.iter().copied().take_while(|byte| *byte != b'&').collect();
        return String::from_utf8_lossy(&name).into_owned();
    }
    request.method().to_owned()
}
