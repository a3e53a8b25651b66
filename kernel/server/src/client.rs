//! From where a request comes. What a proxy says of it counts only when the connection comes from a proxy that the
//! operator named: anybody can write such a header.

use std::{
    net::{IpAddr, SocketAddr},
    sync::Arc,
};

use accord_kernel::Network;
use axum::{
    extract::{ConnectInfo, Request, State},
    http::{HeaderMap, HeaderName, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use crate::app::App;

/// Where the proxy says who called it.
const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
/// Where the proxy says by which scheme.
const FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");

/// From where a request comes, in its extensions. `None` where the server was not told (tests without a socket).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Client {
    /// Whoever holds the other end of the connection.
    pub(crate) peer: Option<IpAddr>,
    /// Whoever asked, as far as proxies that are trusted tell.
    pub(crate) asker: Option<IpAddr>,
}

/// The last address in the list that is no trusted proxy's: what stands before it may have been written by anybody.
fn asker(peer: IpAddr, headers: &HeaderMap, trusted: &[Network]) -> IpAddr {
    let is_proxy = |address: IpAddr| trusted.iter().any(|network| network.holds(address));
    if !is_proxy(peer) {
        return peer;
    }
    let list: Vec<&str> = headers
        .get_all(FORWARDED_FOR)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .collect();
    // From the nearest on: what somebody wrote before it spoils nothing of what our proxies say.
    list.iter()
        .rev()
        .map_while(|part| part.trim().parse::<IpAddr>().ok())
        .find(|address| !is_proxy(*address))
        .unwrap_or(peer)
}

/// Finds out from where a request comes, and leads whoever came by `http` to the public `https` address.
pub(crate) async fn find(State(app): State<Arc<App>>, mut request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip().to_canonical());
    let operation = &app.operation;
    let asker = peer.map(|peer| asker(peer, request.headers(), &operation.trusted));
    let by_proxy = peer.is_some_and(|peer| operation.trusted.iter().any(|network| network.holds(peer)));
    let plain = by_proxy
        && request
            .headers()
            .get(FORWARDED_PROTO)
            .is_some_and(|proto| proto.as_bytes().eq_ignore_ascii_case(b"http"));
    request.extensions_mut().insert(Client { peer, asker });
    match &operation.public {
        Some(public) if plain && app.secure => {
            if ![Method::GET, Method::HEAD].contains(request.method()) {
                return (StatusCode::FORBIDDEN, "only by https").into_response();
            }
            let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
            let target = format!("{}{path}", public.trim_end_matches('/'));
            (StatusCode::PERMANENT_REDIRECT, [(header::LOCATION, target)]).into_response()
        }
        _ => next.run(request).await,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn network(text: &str) -> Network {
        text.parse().unwrap()
    }

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn a_header_counts_only_from_a_proxy_that_is_trusted() {
        let trusted = [network("10.0.0.0/8")];
        let mut headers = HeaderMap::new();
        headers.append(FORWARDED_FOR, "1.2.3.4, 198.51.100.7".parse().unwrap());
        headers.append(FORWARDED_FOR, "10.0.0.9".parse().unwrap());
        assert_eq!(asker(ip("203.0.113.5"), &headers, &trusted), ip("203.0.113.5"), "a stranger says so");
        assert_eq!(asker(ip("203.0.113.5"), &headers, &[]), ip("203.0.113.5"));
        assert_eq!(asker(ip("10.0.0.1"), &headers, &trusted), ip("198.51.100.7"), "the first may be made up");
        assert_eq!(asker(ip("10.0.0.1"), &HeaderMap::new(), &trusted), ip("10.0.0.1"));
    }
}
