//! A function's routes. Its description (OpenAPI) comes from the same declaration, but is made only when somebody
//! asks for it: building schemas took a quarter of a cold start, and no caller of a function reads them.

use crate::App;
use axum::{
    Router,
    routing::{MethodFilter, MethodRouter},
};
use utoipa::openapi::OpenApi;
use utoipa_axum::{
    PathItemExt,
    router::{OpenApiRouter, UtoipaMethodRouter},
};

// What the macros below are made of; the crates that use them need not depend on it.
#[doc(hidden)]
pub use utoipa_axum::{paste, routes as describe};

/// Routes of one function; [`routes!`](crate::routes) adds to them.
#[derive(Default)]
pub struct Api {
    router: Router<App>,
    descriptions: Vec<Description>,
}

type Description = fn() -> UtoipaMethodRouter<App>;

/// A handler with the path and the method that its `#[utoipa::path]` names.
pub struct Endpoint {
    path: String,
    handler: MethodRouter<App>,
    describe: Description,
}

impl Api {
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds endpoints. Several may share a path if their methods differ; the same twice panics.
    pub fn routes<const N: usize>(mut self, endpoints: [Endpoint; N]) -> Self {
        for endpoint in endpoints {
            self.router = self.router.route(&endpoint.path, endpoint.handler);
            self.descriptions.push(endpoint.describe);
        }
        self
    }

    /// What the routes promise to their callers.
    pub fn openapi(&self) -> OpenApi {
        let described = OpenApiRouter::new();
        self.descriptions.iter().fold(described, |all, describe| all.routes(describe())).into_openapi()
    }
}

impl From<Api> for Router<App> {
    fn from(api: Api) -> Self {
        api.router
    }
}

impl std::fmt::Debug for Api {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Api({} routes)", self.descriptions.len())
    }
}

impl Endpoint {
    #[doc(hidden)]
    pub fn new<P: utoipa::Path>(
        handler: fn(MethodFilter) -> MethodRouter<App>,
        describe: Description,
    ) -> Self {
        let methods = P::methods();
        let filter = methods.iter().map(PathItemExt::to_method_filter).reduce(MethodFilter::or);
        let filter = filter.expect("utoipa demands a method");
        Self { path: P::path(), handler: handler(filter), describe }
    }
}

/// Endpoints of handlers with `#[utoipa::path]`: `routes!(accounts::list, accounts::link)`.
#[macro_export]
macro_rules! routes {
    ($($($part:ident)::+),+ $(,)?) => { [$($crate::endpoint!([] $($part)+)),+] };
}

#[doc(hidden)]
#[macro_export]
macro_rules! endpoint {
    ([$($module:ident)*] $handler:ident) => {
        $crate::http::api::paste! {
            $crate::http::api::Endpoint::new::<$($module ::)* [<__path_ $handler>]>(
                |method| axum::routing::on(method, $($module ::)* $handler),
                || $crate::http::api::describe!($($module ::)* $handler),
            )
        }
    };
    ([$($module:ident)*] $next:ident $($rest:ident)+) => {
        $crate::endpoint!([$($module)* $next] $($rest)+)
    };
}
