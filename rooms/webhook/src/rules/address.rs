//! Which addresses may be called. A program that calls any address it is given can be made to speak with whatever stands
//! inside the house: databases, the cloud's own facts, the program itself. So only public addresses are called, and inner ones
//! that the operator named; asked when an address is entered and again of the very address that is connected to.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use accord_kernel::Network;
use url::{Host, Url};

/// Longest address.
pub const ADDRESS_MAX: usize = 2_000;

/// Ports below 1,024 that are called: those of the web.
const WEB_PORTS: [u16; 2] = [80, 443];

/// Ports above 1,023 at which databases, caches, shells and window systems listen, not webhooks.
const FOREIGN_PORTS: [u16; 26] = [
    1_080, 1_433, 1_521, 1_723, 2_049, 2_375, 2_376, 2_379, 2_380, 3_128, 3_306, 3_389, 4_369, 5_060, 5_061,
    5_432, 5_984, 6_000, 6_379, 6_443, 6_667, 9_200, 9_300, 10_250, 11_211, 27_017,
];

/// What stands against an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// It cannot be read.
    Form,
    /// Neither `https` nor, to a network inside that the operator named, `http`.
    Scheme,
    /// It holds a user or a password.
    User,
    /// At this port no webhook listens.
    Port,
    /// It leads inside: this machine, its networks, or no address that somebody has.
    Inside,
}

impl Fault {
    /// The rule by which it is refused.
    pub const fn rule(self) -> &'static str {
        match self {
            Self::Form => "webhook.address_form",
            Self::Scheme => "webhook.address_scheme",
            Self::User => "webhook.address_user",
            Self::Port => "webhook.address_port",
            Self::Inside => "webhook.address_inside",
        }
    }
}

/// An address that may be tried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// As it is stored and called, without a fragment.
    pub url: Url,
    /// The host: a name, or an address, which then is known to be allowed.
    pub host: Host<String>,
    /// The port.
    pub port: u16,
    /// Whether it is encrypted.
    pub secure: bool,
}

/// Reads an address as it was typed or stored. `inside` are the networks that the operator opened.
///
/// # Errors
/// What stands against it.
pub fn target(text: &str, inside: &[Network]) -> Result<Target, Fault> {
    let text = text.trim();
    if text.len() > ADDRESS_MAX || text.chars().any(|c| c.is_control() || c.is_whitespace()) {
        return Err(Fault::Form);
    }
    let mut url = Url::parse(text).map_err(|_| Fault::Form)?;
    let secure = match url.scheme() {
        "https" => true,
        "http" if !inside.is_empty() => false,
        _ => return Err(Fault::Scheme),
    };
    if !url.username().is_empty() || url.password().is_some() {
        return Err(Fault::User);
    }
    url.set_fragment(None);
    let port = url.port_or_known_default().ok_or(Fault::Port)?;
    if (port < 1_024 && !WEB_PORTS.contains(&port)) || FOREIGN_PORTS.contains(&port) {
        return Err(Fault::Port);
    }
    let host = url.host().ok_or(Fault::Form)?.to_owned();
    match &host {
        Host::Domain(name) => {
            let name = name.trim_end_matches('.');
            if name.is_empty() {
                return Err(Fault::Form);
            }
            let own = name == "localhost" || name.ends_with(".localhost");
            if own && inside.is_empty() {
                return Err(Fault::Inside);
            }
        }
        Host::Ipv4(ip) => callable(IpAddr::V4(*ip), secure, inside)?,
        Host::Ipv6(ip) => callable(IpAddr::V6(*ip), secure, inside)?,
    }
    Ok(Target { url, host, port, secure })
}

/// Whether exactly this address may be connected to.
///
/// # Errors
/// [`Fault::Inside`], or [`Fault::Scheme`] for a public one without encryption.
pub fn callable(ip: IpAddr, secure: bool, inside: &[Network]) -> Result<(), Fault> {
    if inside.iter().any(|network| network.holds(ip)) {
        return Ok(());
    }
    if !is_public(ip) {
        return Err(Fault::Inside);
    }
    if secure { Ok(()) } else { Err(Fault::Scheme) }
}

/// Whether an address is one that a stranger on the Internet has (IANA special-purpose registries). An IPv4 address that
/// is written as an IPv6 one is judged as itself.
pub fn is_public(ip: IpAddr) -> bool {
    match ip.to_canonical() {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => is_public_v6(ip),
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    !matches!(
        (a, b, c),
        // This network, private, carrier-grade NAT, loopback, link-local.
        (0 | 10 | 127, ..) | (100, 64..=127, _) | (169, 254, _) | (172, 16..=31, _) | (192, 168, _)
        // Protocol assignments, documentation, 6to4 relays, benchmarks.
        | (192, 0, 0 | 2) | (198, 51, 100) | (203, 0, 113) | (192, 88, 99) | (198, 18..=19, _)
        // Multicast, reserved, broadcast.
        | (224..=255, ..)
    )
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    let [a, b, ..] = ip.segments();
    // Only global unicast is given to anybody: loopback, mapped, NAT64 (64:ff9b::/96, 64:ff9b:1::/48), unique local,
    // link-local and multicast all lie outside.
    if !(0x2000..=0x3fff).contains(&a) {
        return false;
    }
    !matches!(
        (a, b),
        // Protocol assignments with Teredo, documentation, 6to4 (which holds an IPv4 address), documentation again.
        (0x2001, 0x0000..=0x01ff) | (0x2001, 0x0db8) | (0x2002, _) | (0x3fff, 0x0000..=0x0fff)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> Option<Fault> {
        target(text, &[]).err()
    }

    #[test]
    fn only_public_encrypted_addresses_are_called() {
        for good in [
            "https://hooks.example.com/in?key=1",
            "https://hooks.example.com:8443/",
            "https://93.184.216.34/x",
            "https://[2606:2800:220:1::1]/x",
        ] {
            assert_eq!(refused(good), None, "{good}");
        }
        for (bad, fault) in [
            ("http://hooks.example.com/", Fault::Scheme),
            ("file:///etc/passwd", Fault::Scheme),
            ("gopher://hooks.example.com/", Fault::Scheme),
            ("ftp://hooks.example.com/", Fault::Scheme),
            ("https://user:pw@hooks.example.com/", Fault::User),
            ("https://user@hooks.example.com/", Fault::User),
            ("https://hooks.example.com:22/", Fault::Port),
            ("https://hooks.example.com:25/", Fault::Port),
            ("https://hooks.example.com:5432/", Fault::Port),
            ("https://hooks.example.com:6379/", Fault::Port),
            ("https://hooks.example.com:0/", Fault::Port),
            ("https://hooks .example.com/", Fault::Form),
            ("https://", Fault::Form),
            ("hooks.example.com", Fault::Form),
            ("https://localhost/", Fault::Inside),
            ("https://LOCALHOST./", Fault::Inside),
            ("https://a.localhost/", Fault::Inside),
        ] {
            assert_eq!(refused(bad), Some(fault), "{bad}");
        }
        let long = format!("https://hooks.example.com/{}", "a".repeat(ADDRESS_MAX));
        assert_eq!(refused(&long), Some(Fault::Form));
    }

    #[test]
    fn no_way_of_writing_an_inner_address_gets_through() {
        for inner in [
            "127.0.0.1",
            "127.1",
            "2130706433",
            "0x7f000001",
            "0177.0.0.1",
            "0.0.0.0",
            "10.0.0.5",
            "172.16.3.4",
            "172.31.255.255",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "100.127.255.254",
            "192.0.0.8",
            "192.0.2.7",
            "198.18.0.1",
            "198.51.100.9",
            "203.0.113.9",
            "224.0.0.1",
            "239.255.255.250",
            "240.0.0.1",
            "255.255.255.255",
            "[::1]",
            "[::]",
            "[::ffff:127.0.0.1]",
            "[::ffff:10.0.0.1]",
            "[::ffff:7f00:1]",
            "[::127.0.0.1]",
            "[64:ff9b::7f00:1]",
            "[64:ff9b::a00:1]",
            "[64:ff9b:1::1]",
            "[fc00::1]",
            "[fd12:3456::1]",
            "[fe80::1]",
            "[fec0::1]",
            "[ff02::1]",
            "[2001:db8::1]",
            "[2002:7f00:1::]",
            "[2001:0:1::1]",
            "[3fff::1]",
            "[5f00::1]",
            "[100::1]",
        ] {
            assert_eq!(refused(&format!("https://{inner}/x")), Some(Fault::Inside), "{inner}");
        }
        for outer in [
            "[::ffff:93.184.216.34]",
            "172.15.0.1",
            "172.32.0.1",
            "100.63.1.1",
            "100.128.0.1",
            "[2a00:1450::8]",
        ] {
            assert_eq!(refused(&format!("https://{outer}/x")), None, "{outer}");
        }
    }

    #[test]
    fn the_operator_opens_networks_inside_and_no_more() {
        let inside: Vec<Network> = ["10.3.0.0/16", "::1"].iter().map(|text| text.parse().unwrap()).collect();
        assert!(target("http://10.3.4.5:8080/in", &inside).is_ok());
        assert!(target("https://[::1]/in", &inside).is_ok());
        assert_eq!(target("http://10.4.4.5:8080/in", &inside), Err(Fault::Inside));
        assert_eq!(target("http://93.184.216.34/in", &inside), Err(Fault::Scheme), "outside it is encrypted");
        assert_eq!(target("http://10.3.4.5:22/in", &inside), Err(Fault::Port));
        assert_eq!(callable("::ffff:10.3.4.5".parse().unwrap(), false, &inside), Ok(()));
        assert_eq!(callable("169.254.169.254".parse().unwrap(), true, &inside), Err(Fault::Inside));
    }
}
