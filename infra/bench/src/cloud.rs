//! A cloud that has nothing in it, over TLS as the real one: what a cold start pays for is the handshake and the
//! client, not the data.

use anyhow::Result;
use axum::{Router, body::Body, http::HeaderMap, response::Json};
use hyper_util::rt::{TokioExecutor, TokioIo};
use serde_json::{Value, json};
use std::{ffi::OsString, io::Write, path::PathBuf, sync::Arc};
use tokio::net::TcpListener;
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        ServerConfig,
        pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer},
    },
};
use tower::ServiceExt;

/// The endpoint of every service, and the certificate by which programs trust it.
#[derive(Debug)]
pub struct Cloud {
    endpoint: String,
    certificate: PathBuf,
}

impl Cloud {
    pub async fn start() -> Result<Self> {
        let issued = rcgen::generate_simple_self_signed(["localhost".to_owned()])?;
        let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(issued.signing_key.serialize_der()));
        let config = ServerConfig::builder()
            .with_no_client_auth()
            .with_single_cert(vec![issued.cert.der().clone()], key)?;
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let endpoint = format!("https://localhost:{}", listener.local_addr()?.port());
        let certificate = std::env::temp_dir().join(format!("bench-{}.pem", std::process::id()));
        std::fs::File::create(&certificate)?.write_all(issued.cert.pem().as_bytes())?;
        tokio::spawn(serve(listener, acceptor));
        Ok(Self { endpoint, certificate })
    }

    /// What template.yaml would set, with every service at our address.
    pub fn environment(&self) -> Vec<(OsString, OsString)> {
        let mut all: Vec<(OsString, OsString)> = Vec::new();
        let mut set = |name: &str, value: &str| all.push((name.into(), value.into()));
        set("AWS_ENDPOINT_URL", &self.endpoint);
        set("AWS_REGION", "eu-central-1");
        set("AWS_ACCESS_KEY_ID", "bench");
        set("AWS_SECRET_ACCESS_KEY", "bench");
        set("IDENTITY_TABLE", "identity");
        set("ACCOUNTS_TABLE", "accounts");
        set("PAYMENTS_TABLE", "payments");
        set("OUTBOX_TABLE", "outbox");
        set("DOCUMENTS_BUCKET", "documents");
        set("EXCHANGE_BUCKET", "exchange");
        set("S3_FORCE_PATH_STYLE", "1");
        set("SITE_URL", "https://lk.example");
        set("MAIL_FROM", "noreply@lk.example");
        set("SECRETS_PREFIX", "moigaz/bench");
        set("ORIGIN_SECRET", "moigaz/bench/origin");
        set("ACQUIRING_URL", &format!("{}/v3", self.endpoint));
        let certificate = self.certificate.to_string_lossy();
        // The first is read by rustls, the second by Node.
        set("SSL_CERT_FILE", &certificate);
        set("NODE_EXTRA_CA_CERTS", &certificate);
        set("NODE_NO_WARNINGS", "1");
        all
    }
}

impl Drop for Cloud {
    fn drop(&mut self) {
        // A leftover in the folder of temporary files harms nobody.
        let _left = std::fs::remove_file(&self.certificate);
    }
}

async fn serve(listener: TcpListener, acceptor: TlsAcceptor) {
    let router = Router::new().fallback(answer);
    while let Ok((stream, _)) = listener.accept().await {
        let (acceptor, router) = (acceptor.clone(), router.clone());
        tokio::spawn(async move {
            let Ok(stream) = acceptor.accept(stream).await else { return };
            let service = hyper::service::service_fn(move |request: http::Request<hyper::body::Incoming>| {
                router.clone().oneshot(request.map(Body::new))
            });
            let server = hyper_util::server::conn::auto::Builder::new(TokioExecutor::new());
            // A program that ends breaks its connection.
            let _ended = server.serve_connection(TokioIo::new(stream), service).await;
        });
    }
}

async fn answer(headers: HeaderMap) -> Json<Value> {
    let target = headers.get("x-amz-target").and_then(|target| target.to_str().ok()).unwrap_or_default();
    let operation = target.rsplit('.').next().unwrap_or_default();
    Json(match operation {
        "BatchGetItem" => json!({ "Responses": {}, "UnprocessedKeys": {} }),
        "Query" => json!({ "Items": [], "Count": 0, "ScannedCount": 0 }),
        "GetSecretValue" => {
            let secret = json!({
                "code_key": "00".repeat(32),
                "shop_id": "1",
                "secret_key": "key",
                "hook_token": "0123456789abcdef0123456789abcdef",
                "test": true,
            });
            json!({ "Name": "secret", "SecretString": secret.to_string() })
        }
        _ => json!({}),
    })
}
