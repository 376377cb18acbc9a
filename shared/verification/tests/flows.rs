//! A code opens what it was sent for and nothing else (security row 7), whatever the functions make of it.

use axum::extract::FromRequestParts;
use domain::login::Login;
use http::Request;
use platform::{
    Problem, Refusal, Transaction,
    http::Viewer,
    messages::{Letter, Message},
    testing::World,
};
use serde::{Deserialize, Serialize};
use verification::{Browser, Code, Flow, FlowView, Purpose, Waits};

macro_rules! waits {
    ($name:ident, $purpose:ident) => {
        #[derive(Debug, Serialize, Deserialize)]
        struct $name {}

        impl Waits for $name {
            const PURPOSE: Purpose = Purpose::$purpose;

            fn message(&self, _: &str, code: Option<&Code>) -> Message {
                let digits = code.map(|code| code.digits.clone()).unwrap_or_default();
                Message {
                    letter: Letter { subject: "Код".into(), heading: digits.clone(), ..Letter::default() },
                    sms: digits,
                }
            }
        }
    };
}

waits!(Registering, Registration);
waits!(Recovering, Recovery);
waits!(Changing, ContactChange);

const LOGINS: [&str; 2] = ["ivanov@example.ru", "petrov@example.ru"];

async fn browser() -> Browser {
    let (mut parts, ()) = Request::builder().body(()).expect("a request").into_parts();
    Browser::from_request_parts(&mut parts, &()).await.unwrap_or_else(|never| match never {})
}

async fn begin<W: Waits>(world: &World, waits: W, login: &str, browser: &Browser) -> (FlowView, String) {
    let (now, viewer) = (world.clock.now(), Viewer { ip: None, agent: String::new() });
    let to: Login = login.parse().expect("a login");
    let flow = Flow::new(to, waits, false, browser, now);
    let view = flow.begin(&world.app, &viewer, Transaction::new(), now).await.expect("begun");
    (view, world.last_code())
}

async fn give<W: Waits>(world: &World, id: &str, browser: &Browser, code: &str) -> Result<(), Refusal> {
    let told = |problem: Problem| problem.refusal;
    let flow: Flow<W> = Flow::find(&world.app, id, browser).await.map_err(told)?;
    flow.accept(&world.app, code).await.map(|_| ()).map_err(told)
}

#[tokio::test]
async fn the_cross_use_matrix_refuses_everything_but_its_diagonal_as_row_7_asks() {
    let world = World::new().await;
    let browsers = [browser().await, browser().await];
    // A flow of each purpose, login and browser, and its code.
    let mut flows = Vec::new();
    for (b, browser) in browsers.iter().enumerate() {
        for login in LOGINS {
            flows.push((0, b, begin(&world, Registering {}, login, browser).await));
            flows.push((1, b, begin(&world, Recovering {}, login, browser).await));
        }
        flows.push((2, b, begin(&world, Changing {}, "+79123456789", browser).await));
    }
    for (n, (purpose, own, (view, _))) in flows.iter().enumerate() {
        for (m, (_, _, (_, code))) in flows.iter().enumerate() {
            for (b, browser) in browsers.iter().enumerate() {
                for way in 0..3 {
                    // Wrong tries kill a code: each cell of the matrix has the flow as it was begun.
                    let kept = row(&world, &view.id).await;
                    let given = match way {
                        0 => give::<Registering>(&world, &view.id, browser, code).await,
                        1 => give::<Recovering>(&world, &view.id, browser, code).await,
                        _ => give::<Changing>(&world, &view.id, browser, code).await,
                    };
                    restore(&world, &view.id, kept).await;
                    let expected = match (way == *purpose, b == *own, n == m) {
                        (true, true, true) => Ok(()),
                        // A wrong code among some hundred may be the right one by chance.
                        (true, true, false) if *code == flows[n].2.1 => continue,
                        (true, true, false) => Err(Refusal::WrongCode),
                        _ => Err(Refusal::FlowNotFound),
                    };
                    let given = match given {
                        Err(Refusal::TooManyRequests) => Err(Refusal::WrongCode),
                        other => other,
                    };
                    assert_eq!(given, expected, "flow {n}, code {m}, browser {b}, way {way}");
                }
            }
        }
    }
}

async fn row(world: &World, id: &str) -> serde_json::Value {
    let key = platform::store::keys::identity::flow(id.parse().expect("an id"));
    world.app.store.get(&key).await.expect("read").expect("is there")
}

async fn restore(world: &World, id: &str, row: serde_json::Value) {
    let key = platform::store::keys::identity::flow(id.parse().expect("an id"));
    world.app.store.put(&key, &row).await.expect("stored");
}

#[tokio::test]
async fn a_row_moved_to_another_purpose_login_or_browser_has_no_right_code() {
    let world = World::new().await;
    let (one, two) = (browser().await, browser().await);
    let (view, code) = begin(&world, Registering {}, LOGINS[0], &one).await;
    let kept = row(&world, &view.id).await;
    for (field, value) in [("purpose", "recovery"), ("to", LOGINS[1]), ("browser", two.digest().as_str())] {
        let mut moved = kept.clone();
        moved[field] = value.into();
        restore(&world, &view.id, moved).await;
        let given = match field {
            "purpose" => give::<Recovering>(&world, &view.id, &one, &code).await,
            "browser" => give::<Registering>(&world, &view.id, &two, &code).await,
            _ => give::<Registering>(&world, &view.id, &one, &code).await,
        };
        assert_eq!(given, Err(Refusal::WrongCode), "{field}");
    }
    restore(&world, &view.id, kept).await;
    assert_eq!(give::<Registering>(&world, &view.id, &one, &code).await, Ok(()));
}
