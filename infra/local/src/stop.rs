//! One signal that ends every part of the cloud.

use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinSet;

/// Told to all parts when the cloud ends.
#[derive(Debug, Clone)]
pub struct Stop(watch::Receiver<bool>);

impl Stop {
    /// Resolves once the cloud is told to end, or its owner is gone.
    pub async fn told(mut self) {
        let _ = self.0.wait_for(|told| *told).await;
    }

    /// Sleeps; `false` when the cloud ended meanwhile.
    pub async fn sleep(&self, time: Duration) -> bool {
        tokio::select! {
            () = self.clone().told() => false,
            () = tokio::time::sleep(time) => true,
        }
    }

    /// Whether the cloud has been told to end.
    pub fn is_told(&self) -> bool {
        *self.0.borrow() || self.0.has_changed().is_err()
    }
}

/// The running parts and the means to end them.
#[derive(Debug)]
pub struct Parts {
    tell: watch::Sender<bool>,
    tasks: JoinSet<()>,
}

impl Default for Parts {
    fn default() -> Self {
        Self { tell: watch::Sender::new(false), tasks: JoinSet::new() }
    }
}

impl Parts {
    /// The signal for a part.
    pub fn stop(&self) -> Stop {
        Stop(self.tell.subscribe())
    }

    /// Runs a part until it ends by itself.
    pub fn spawn(&mut self, part: impl Future<Output = ()> + Send + 'static) {
        self.tasks.spawn(part);
    }

    /// Serves a router on a socket until the end.
    pub fn serve(&mut self, listener: tokio::net::TcpListener, router: axum::Router) {
        let stop = self.stop();
        self.spawn(async move {
            let service = router.into_make_service_with_connect_info::<std::net::SocketAddr>();
            let served = axum::serve(listener, service).with_graceful_shutdown(stop.told()).await;
            if let Err(error) = served {
                tracing::error!(%error, "a server of the local cloud ended");
            }
        });
    }

    /// Ends all parts; what hangs for three seconds is cut off.
    pub async fn end(mut self) {
        let _ = self.tell.send(true);
        let all = async { while self.tasks.join_next().await.is_some() {} };
        if tokio::time::timeout(Duration::from_secs(3), all).await.is_err() {
            self.tasks.shutdown().await;
        }
    }
}
