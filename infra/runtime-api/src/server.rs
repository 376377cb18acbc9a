//! The four paths of the Runtime API.

use anyhow::Result;
use axum::{
    Router,
    body::Body,
    extract::{Path, State},
    response::Response,
    routing::{get, post},
};
use bytes::Bytes;
use http::StatusCode;
use serde_json::Value;
use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};
use tokio::{
    net::TcpListener,
    sync::{mpsc, oneshot},
    task::JoinHandle,
};

type Answer = Result<Value, Value>;

/// One function's runtime.
#[derive(Debug)]
pub struct Server {
    address: String,
    desk: Arc<Desk>,
    events: mpsc::UnboundedSender<(String, Value)>,
    next: AtomicU64,
    task: JoinHandle<()>,
}

#[derive(Debug)]
struct Desk {
    waiting: tokio::sync::Mutex<mpsc::UnboundedReceiver<(String, Value)>>,
    ledger: Mutex<Ledger>,
}

#[derive(Debug, Default)]
struct Ledger {
    open: HashMap<String, oneshot::Sender<Answer>>,
    first_question: Option<Instant>,
    first_answer: Option<Instant>,
}

impl Server {
    pub async fn start() -> Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let address = listener.local_addr()?.to_string();
        let (events, waiting) = mpsc::unbounded_channel();
        let desk = Arc::new(Desk { waiting: waiting.into(), ledger: Mutex::default() });
        let router = Router::new()
            .route("/2018-06-01/runtime/invocation/next", get(next))
            .route("/2018-06-01/runtime/invocation/{id}/response", post(respond))
            .route("/2018-06-01/runtime/invocation/{id}/error", post(fail))
            .route("/2018-06-01/runtime/init/error", post(fail_start))
            .with_state(Arc::clone(&desk));
        let task = tokio::spawn(async move {
            // It ends with the test that started it.
            let _ended = axum::serve(listener, router).await;
        });
        Ok(Self { address, desk, events, next: AtomicU64::new(1), task })
    }

    pub fn address(&self) -> &str {
        &self.address
    }

    /// Puts an event before the function; its answer comes out of the receiver.
    pub fn give(&self, event: Value) -> Result<oneshot::Receiver<Answer>> {
        let id = format!("event-{}", self.next.fetch_add(1, Ordering::Relaxed));
        let (answer, receiver) = oneshot::channel();
        self.desk.ledger().open.insert(id.clone(), answer);
        self.events.send((id, event))?;
        Ok(receiver)
    }

    pub fn first_question(&self) -> Option<Instant> {
        self.desk.ledger().first_question
    }

    pub fn first_answer(&self) -> Option<Instant> {
        self.desk.ledger().first_answer
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Desk {
    fn ledger(&self) -> MutexGuard<'_, Ledger> {
        self.ledger.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn answer(&self, id: &str, answer: Answer) {
        let mut ledger = self.ledger();
        ledger.first_answer.get_or_insert_with(Instant::now);
        if let Some(waiting) = ledger.open.remove(id) {
            // Whoever asked may have given up.
            let _gone = waiting.send(answer);
        }
    }
}

async fn next(State(desk): State<Arc<Desk>>) -> Response {
    desk.ledger().first_question.get_or_insert_with(Instant::now);
    let Some((id, event)) = desk.waiting.lock().await.recv().await else {
        return status(StatusCode::GONE);
    };
    let deadline = SystemTime::now() + Duration::from_secs(60);
    let deadline = deadline.duration_since(UNIX_EPOCH).unwrap_or_default().as_millis();
    Response::builder()
        .header("Lambda-Runtime-Aws-Request-Id", id)
        .header("Lambda-Runtime-Deadline-Ms", deadline.to_string())
        .header("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:local:000000000000:function:local")
        .header("Content-Type", "application/json")
        .body(Body::from(event.to_string()))
        .unwrap_or_else(|_| status(StatusCode::INTERNAL_SERVER_ERROR))
}

async fn respond(State(desk): State<Arc<Desk>>, Path(id): Path<String>, body: Bytes) -> StatusCode {
    desk.answer(&id, Ok(json(&body)));
    StatusCode::ACCEPTED
}

async fn fail(State(desk): State<Arc<Desk>>, Path(id): Path<String>, body: Bytes) -> StatusCode {
    desk.answer(&id, Err(json(&body)));
    StatusCode::ACCEPTED
}

/// A function that cannot start answers every event that waits.
async fn fail_start(State(desk): State<Arc<Desk>>, body: Bytes) -> StatusCode {
    let open: Vec<_> = desk.ledger().open.keys().cloned().collect();
    for id in open {
        desk.answer(&id, Err(json(&body)));
    }
    StatusCode::ACCEPTED
}

fn json(body: &[u8]) -> Value {
    serde_json::from_slice(body).unwrap_or_else(|_| String::from_utf8_lossy(body).into_owned().into())
}

fn status(code: StatusCode) -> Response {
    let mut response = Response::default();
    *response.status_mut() = code;
    response
}
