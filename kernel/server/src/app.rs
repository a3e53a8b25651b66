//! What the handlers share, and the table of routes.

use std::{
    net::IpAddr,
    path::{Path, PathBuf},
    sync::{Arc, OnceLock},
};

use accord_face::{DownloadDef, FeedDef, InstalledDef, LOGO, LinkDef, PageDef, PaperDef, assets};
use accord_kernel::{Caller, Done, Kernel, Outcome, Refusal};
use axum::{
    Router,
    body::Body,
    extract::{DefaultBodyLimit, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use tokio::sync::broadcast;
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::{CompressionLayer, CompressionLevel},
};
use uuid::Uuid;

use crate::{
    api, client, doing, downloads, export, feeds, files, health, installed, links, live, logos, metrics,
    operation::Operation, outside, own_site, pages, papers, passwords, sign_in,
};

/// How hard answers are packed: half the time of the usual level 6, for a customer page a seventh more bytes.
const PACKED: i32 = 2;
/// Largest body of an action or a form.
pub(crate) const BODY_MAX: usize = 1_048_576;
/// Largest form with a file for a record.
pub(crate) const UPLOAD_MAX: usize = 26 * 1_048_576;
/// Largest form with a file for anything else; what each takes says its [`FileDef`].
pub(crate) const LARGE_MAX: usize = 513 * 1_048_576;
/// Where a program sends a file.
pub(crate) const FILES: &str = "/api/v1/files";
/// Where a program fetches one.
pub(crate) const FILE: &str = "/api/v1/files/{id}";
/// Changes that wait for a slow listener before it is told to look for itself.
const CHANGES_MAX: usize = 1_024;

/// Somebody who came in.
#[derive(Clone)]
pub struct Entered {
    /// The session's secret.
    pub secret: String,
    /// Whether they are led to set a password of their own first, since somebody else made theirs.
    pub must_change: bool,
}

/// A sign-in at the company's own provider that begins.
#[derive(Clone)]
pub struct Begun {
    /// Where the browser goes.
    pub location: String,
    /// What the browser keeps, so that what comes back is known to be its own.
    pub browser: String,
}

/// The company's own sign-in.
pub trait Outside: Send + Sync {
    /// What stands on its button.
    fn name(&self) -> String;
    /// Whether colleagues may also sign in by a password of their own.
    fn passwords(&self) -> bool;
    /// Begins a sign-in; `invitation` is the secret of a letter's link that is used by it.
    ///
    /// # Errors
    /// When the provider cannot be asked; absent for a link that is none.
    fn begin(
        &self,
        kernel: &Arc<Kernel>,
        caller: &Caller,
        next: &str,
        invitation: Option<&str>,
    ) -> Outcome<Begun>;
    /// Ends a sign-in: whoever came back, and where they go.
    ///
    /// # Errors
    /// For whatever is no proved account of somebody here, in answer to a sign-in of this browser.
    fn finish(
        &self,
        kernel: &Arc<Kernel>,
        caller: &Caller,
        browser: &str,
        brought: &[(String, String)],
        agent: &str,
    ) -> Outcome<(Entered, String)>;
}

/// Who lets people in. The wiring gives it, over the people room.
pub trait Door: Send + Sync {
    /// Whether whoever comes from this address may try to come in now; asked before each try of what follows. The address
    /// is that of the connection, or what a trusted proxy says of it.
    ///
    /// # Errors
    /// When they try too often.
    fn admit(&self, kernel: &Arc<Kernel>, asker: Option<IpAddr>) -> Outcome<()>;
    /// A session for the right proof.
    ///
    /// # Errors
    /// A refusal that does not tell an unknown address from a wrong password.
    fn sign_in(
        &self,
        kernel: &Arc<Kernel>,
        caller: &Caller,
        email: &str,
        password: &str,
        agent: &str,
    ) -> Outcome<Entered>;
    /// A session for one of the demo's people, without proof; refused outside the demo.
    ///
    /// # Errors
    /// Outside the demo, or for somebody who is not one of its people.
    fn enter_demo(&self, kernel: &Arc<Kernel>, caller: &Caller, email: &str) -> Outcome<String>;
    /// Changes the caller's own password, proved by the present one.
    ///
    /// # Errors
    /// When the proof is wrong or the new one is not acceptable.
    fn change_password(&self, kernel: &Arc<Kernel>, caller: &Caller, present: &str, new: &str)
    -> Outcome<()>;
    /// Sets a password by the secret of a letter's link, which works once.
    ///
    /// # Errors
    /// Absent for whatever is not such a secret; 422 when the password is not acceptable.
    fn accept_invitation(
        &self,
        kernel: &Arc<Kernel>,
        caller: &Caller,
        secret: &str,
        new: &str,
    ) -> Outcome<()>;
    /// Sends a letter with such a link, if the address is anybody's.
    ///
    /// # Errors
    /// When it is asked too often.
    fn ask_reset(&self, kernel: &Arc<Kernel>, caller: &Caller, address: &str) -> Outcome<()>;
    /// The company's own sign-in, where the operator named one.
    fn outside(&self) -> Option<&dyn Outside> {
        None
    }
    /// Whether nobody has set the company up yet: then nobody can sign in either.
    ///
    /// # Errors
    /// What the database refuses.
    fn set_up_waits(&self, kernel: &Arc<Kernel>) -> Outcome<bool>;
    /// Ends the caller's session.
    ///
    /// # Errors
    /// What the database refuses.
    fn sign_out(&self, kernel: &Arc<Kernel>, caller: &Caller) -> Outcome<()>;
}

/// Somebody one can be in the demo.
#[derive(Debug, Clone)]
pub struct DemoPerson {
    /// Address to sign in with.
    pub email: String,
    /// Name.
    pub name: String,
    /// Message key of the role.
    pub role: String,
    /// Sphere.
    pub sphere: Option<accord_face::parts::Sphere>,
}

/// For what a file is taken: by which action it is recorded, and how large it may be. The wiring registers each with the
/// registry; whoever may call the action may send the file.
#[derive(Debug, Clone, Copy)]
pub struct FileDef {
    /// Its word, as in `/upload/{word}`.
    pub word: &'static str,
    /// The action that records it.
    pub action: &'static str,
    /// Fields of that action's input that the file itself gives.
    pub given: &'static [&'static str],
    /// Most bytes.
    pub max: usize,
    /// What is said of a larger one.
    pub too_large: fn() -> Refusal,
}

impl FileDef {
    /// The word of a file for a record, which is also taken at `/upload` and from programs.
    pub const OF_A_RECORD: &'static str = "attachment";
}

/// A file that was collected, and what came with it.
#[derive(Debug)]
pub struct Brought<'b> {
    /// The fields of the action's input besides those that the file gives.
    pub fields: &'b [(String, String)],
    /// What it is called where it comes from.
    pub file_name: &'b str,
    /// Where it was collected.
    pub path: &'b Path,
    /// The key of a call that may be repeated.
    pub key: Option<String>,
}

/// What takes uploaded files and gives them out again. The wiring gives it, over the customer room.
pub trait Upload: Send + Sync {
    /// Where files are collected as they come.
    ///
    /// # Errors
    /// The store's failure.
    fn anteroom(&self) -> Outcome<PathBuf>;
    /// Keeps a file that was collected there, and records it.
    ///
    /// # Errors
    /// The action's refusal.
    fn keep(
        &self,
        kernel: &Arc<Kernel>,
        caller: &Caller,
        def: &FileDef,
        brought: Brought<'_>,
    ) -> Outcome<Done>;
    /// File name, content type and bytes, when the caller may see them.
    ///
    /// # Errors
    /// Absent.
    fn give(&self, kernel: &Arc<Kernel>, caller: &Caller, id: Uuid) -> Outcome<(String, String, Vec<u8>)>;
}

/// What the handlers share.
pub struct App {
    /// The kernel.
    pub kernel: Arc<Kernel>,
    /// Who lets people in.
    pub door: Box<dyn Door>,
    /// Files.
    pub upload: Box<dyn Upload>,
    /// The demo's people; empty in a real installation.
    pub demo: Vec<DemoPerson>,
    /// Whether the public address is `https`.
    pub secure: bool,
    /// What the operator set.
    pub operation: Operation,
    pub(crate) health: health::Kept,
    pub(crate) changes: broadcast::Sender<Uuid>,
    pub(crate) present: Arc<crate::here::Present>,
    pub(crate) openapi: OnceLock<String>,
}

impl App {
    /// Brings kernel, door and files together.
    pub fn new(
        kernel: Arc<Kernel>,
        door: Box<dyn Door>,
        upload: Box<dyn Upload>,
        demo: Vec<DemoPerson>,
        secure: bool,
    ) -> Arc<Self> {
        Self::operated(kernel, door, upload, demo, secure, Operation::default())
    }

    /// As [`App::new`], with what the operator set.
    pub fn operated(
        kernel: Arc<Kernel>,
        door: Box<dyn Door>,
        upload: Box<dyn Upload>,
        demo: Vec<DemoPerson>,
        secure: bool,
        operation: Operation,
    ) -> Arc<Self> {
        let (changes, _) = broadcast::channel(CHANGES_MAX);
        let sender = changes.clone();
        kernel.on_change(move |chains| {
            for chain in chains {
                // Nobody listening is no failure.
                drop(sender.send(*chain));
            }
        });
        let health = health::Kept::default();
        let present = Arc::new(crate::here::Present::default());
        Arc::new(Self {
            kernel,
            door,
            upload,
            demo,
            secure,
            operation,
            health,
            changes,
            present,
            openapi: OnceLock::new(),
        })
    }
}

/// All routes.
pub fn router(app: &Arc<App>) -> Router {
    let mut router: Router<Arc<App>> = Router::new();
    let defs: Vec<PageDef> = app.kernel.registry.extensions::<PageDef>().copied().collect();
    for def in defs {
        router = router.route(
            def.path,
            get(move |state, request, path, headers, uri| {
                pages::page(def, state, request, path, headers, uri)
            }),
        );
    }
    for def in app.kernel.registry.extensions::<PaperDef>().copied() {
        router = router.route(
            def.path,
            get(move |state, request, path, headers, uri| {
                papers::paper(def, state, request, path, headers, uri)
            }),
        );
    }
    for def in app.kernel.registry.extensions::<DownloadDef>().copied() {
        router = router.route(
            def.path,
            get(move |state, request, path, headers, uri| {
                downloads::download(def, state, request, path, headers, uri)
            }),
        );
    }
    for def in app.kernel.registry.extensions::<LinkDef>().copied() {
        router = router.route(
            def.path,
            get(move |state, request, places, headers| links::show(def, state, request, places, headers))
                .post(move |state, request, places, headers, sent| {
                    links::take(def, state, request, places, headers, sent)
                }),
        );
    }
    for def in app.kernel.registry.extensions::<FeedDef>().copied() {
        router = router.route(
            def.path,
            get(move |state, request, places, headers| feeds::feed(def, state, request, places, headers)),
        );
    }
    for def in app.kernel.registry.extensions::<InstalledDef>().copied() {
        router = router
            .route(
                def.path,
                get(move |state, request, headers, uri| installed::shell(def, state, request, headers, uri)),
            )
            .route(
                def.manifest,
                get(move |state, request, headers| installed::manifest(def, state, request, headers)),
            )
            .route(def.worker, get(move || installed::worker(def)));
    }
    router
        .route("/login", get(sign_in::login).post(sign_in::sign_in))
        .route("/login/sso", get(outside::begin))
        .route("/login/sso/back", get(outside::back))
        .route("/welcome/{secret}/sso", get(outside::begin_invited))
        .route("/logout", post(sign_in::sign_out))
        .route("/password", get(passwords::own).post(passwords::change))
        .route("/forgotten", get(passwords::forgotten).post(passwords::ask))
        .route("/welcome/{secret}", get(passwords::welcome).post(passwords::accept))
        .route("/demo/enter", post(sign_in::enter_demo))
        .route("/demo/clock", post(pages::move_clock))
        .route("/preferences", post(pages::preferences))
        .route("/do/{action}", get(doing::ask).post(doing::act))
        .route("/upload", post(files::upload).layer(DefaultBodyLimit::max(UPLOAD_MAX)))
        .route("/upload/{purpose}", post(files::upload_for).layer(DefaultBodyLimit::max(LARGE_MAX)))
        .route("/files/{id}", get(files::file))
        .route(LOGO, get(logos::show))
        .route("/palette", get(pages::palette))
        .route("/lookup/{entity}", get(pages::lookup))
        .route("/export/{file}", get(export::export))
        .route("/live", get(live::stream))
        .route("/live/here", post(live::writes))
        .route("/api", get(pages::api_page))
        .route("/api/{room}", get(pages::api_room_page))
        .route("/problems/{rule}", get(pages::problem_page))
        .route("/api/v1/openapi.json", get(api::openapi))
        .route(
            FILES,
            post(files::send).layer(DefaultBodyLimit::max(UPLOAD_MAX)).fallback(api::no_such_method),
        )
        .route(FILE, get(files::fetch).fallback(api::no_such_method))
        .route("/api/v1/actions/{name}", post(api::act).fallback(api::no_such_method))
        .route("/api/v1/views/{name}", get(api::view).fallback(api::no_such_method))
        .route(
            "/api/v1/{room}/{name}",
            get(api::readable_view).post(api::readable_act).fallback(api::no_such_method),
        )
        .route("/static/{*file}", get(asset))
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route("/metrics", get(metrics::show))
        .fallback(pages::nothing_here)
        .layer(middleware::from_fn_with_state(Arc::clone(app), own_site::guard))
        .layer(middleware::from_fn_with_state(Arc::clone(app), security_headers))
        .layer(CatchPanicLayer::new())
        .layer(CompressionLayer::new().gzip(true).quality(CompressionLevel::Precise(PACKED)))
        .layer(DefaultBodyLimit::max(BODY_MAX))
        .layer(middleware::from_fn_with_state(Arc::clone(app), metrics::count))
        .layer(middleware::from_fn_with_state(Arc::clone(app), client::find))
        .layer(middleware::from_fn(request_id))
        .with_state(Arc::clone(app))
}

/// The id of a request, in its extensions and in the answer's `X-Request-Id`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RequestId(pub(crate) Uuid);

async fn request_id(mut request: Request, next: Next) -> Response {
    let id = accord_kernel::IdSource::System.mint(accord_kernel::wall_now());
    request.extensions_mut().insert(RequestId(id));
    let mut response = next.run(request).await;
    if let Ok(value) = HeaderValue::from_str(&id.to_string()) {
        response.headers_mut().insert(HeaderName::from_static("x-request-id"), value);
    }
    response
}

async fn security_headers(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    if app.secure {
        let year = HeaderValue::from_static("max-age=31536000");
        headers.insert(header::STRICT_TRANSPORT_SECURITY, year);
    }
    let fixed = [
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
             connect-src 'self'; manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
        ),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (HeaderName::from_static("permissions-policy"), "camera=(self), geolocation=(), microphone=()"),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if !headers.contains_key(header::REFERRER_POLICY) {
        headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    }
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    response
}

async fn asset(uri: axum::http::Uri, headers: HeaderMap) -> Response {
    let Some(asset) = assets::find(uri.path()) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    if headers.get(header::IF_NONE_MATCH).is_some_and(|tag| tag.as_bytes() == asset.etag.as_bytes()) {
        return StatusCode::NOT_MODIFIED.into_response();
    }
    let gzip = headers
        .get(header::ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.contains("gzip"));
    let mut response = match asset.gzip {
        Some(packed) if gzip => {
            let mut response = Response::new(Body::from(packed));
            response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
            response
        }
        _ => Response::new(Body::from(asset.bytes)),
    };
    let out = response.headers_mut();
    out.insert(header::CONTENT_TYPE, HeaderValue::from_static(asset.content_type));
    out.insert(header::CACHE_CONTROL, HeaderValue::from_static(assets::CACHE_CONTROL));
    out.insert(header::ETAG, HeaderValue::from_static(asset.etag));
    out.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    response
}
