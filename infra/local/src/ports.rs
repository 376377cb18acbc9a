//! Addresses of the local cloud: five ports in a row, or free ones.

use anyhow::{Result, bail};
use std::io::ErrorKind;
use std::net::Ipv4Addr;
use tokio::net::TcpListener;

/// Bound sockets of one cloud, so that no port is lost between choosing and serving.
#[derive(Debug)]
pub struct Ports {
    pub portal: TcpListener,
    pub database: TcpListener,
    pub files: TcpListener,
    pub post: TcpListener,
    pub bank: TcpListener,
}

impl Ports {
    /// Takes `first` and the four after it; each a free one when `first` is 0.
    pub async fn take(first: u16) -> Result<Self> {
        let at = |offset: u16| if first == 0 { Some(0) } else { first.checked_add(offset) };
        Ok(Self {
            portal: listen(at(0), "портал").await?,
            database: listen(at(1), "DynamoDB").await?,
            files: listen(at(2), "S3").await?,
            post: listen(at(3), "почта и SMS").await?,
            bank: listen(at(4), "банк").await?,
        })
    }
}

async fn listen(port: Option<u16>, what: &str) -> Result<TcpListener> {
    let Some(port) = port else {
        bail!("за портом, указанным в --port, нет места ещё для четырёх; выберите номер меньше 65532");
    };
    match TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await {
        Ok(listener) => Ok(listener),
        Err(error) if error.kind() == ErrorKind::AddrInUse => bail!(
            "порт {port} ({what}) занят. Возможно, портал уже запущен. Остановите ту программу или \
             выберите другие порты: cargo run -- --port 4000 (нужны пять подряд), --port 0 возьмёт свободные"
        ),
        Err(error) => bail!("не удалось открыть порт {port} ({what}): {error}"),
    }
}

/// `http://localhost:PORT` of a socket.
pub fn url(listener: &TcpListener) -> Result<String> {
    Ok(format!("http://localhost:{}", listener.local_addr()?.port()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_busy_port_says_which_and_what_to_do() {
        let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let port = taken.local_addr().unwrap().port();
        let error = listen(Some(port), "портал").await.unwrap_err().to_string();
        assert!(error.contains(&format!("порт {port} (портал) занят")), "{error}");
        assert!(error.contains("--port"), "{error}");
    }

    #[tokio::test]
    async fn the_last_ports_leave_no_room() {
        assert!(Ports::take(u16::MAX).await.is_err());
    }
}
