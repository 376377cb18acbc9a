//! The journeys of the manual as a person sees them: a real Chromium against the whole portal.
//! The journeys themselves are in `tests/browser`.

mod support;

use support::browser;

#[tokio::test(flavor = "multi_thread")]
async fn journeys_in_a_real_browser() {
    let options = local_cloud::Options { site: true, schedules: true, ..local_cloud::Options::for_tests() };
    let cloud = local_cloud::start(options).await.expect("the portal starts");
    let portal = cloud.portal_url.clone();
    let passed = tokio::task::spawn_blocking(move || browser::run("test", &portal)).await.expect("ran");
    cloud.stop().await;
    assert!(passed, "a journey failed: what is printed above says where");
}
