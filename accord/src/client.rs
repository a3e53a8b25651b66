//! How this program asks other servers over HTTP, whatever it asks them.

use std::sync::Arc;

use tokio_rustls::rustls::crypto::ring;
use ureq::{
    Agent,
    config::ConfigBuilder,
    tls::{RootCerts, TlsConfig},
    typestate::AgentScope,
};

/// No redirect is followed, no proxy of the environment used, a status is an answer; certificates are judged by the roots
/// that the web trusts.
pub(crate) fn config() -> ConfigBuilder<AgentScope> {
    let tls = TlsConfig::builder()
        .root_certs(RootCerts::WebPki)
        .unversioned_rustls_crypto_provider(Arc::new(ring::default_provider()))
        .build();
    Agent::config_builder()
        .max_redirects(0)
        .max_redirects_will_error(false)
        .http_status_as_error(false)
        .proxy(None)
        .user_agent("accord")
        .tls_config(tls)
}
