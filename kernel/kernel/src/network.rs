//! Networks that an operator names: proxies in front, receivers inside.

use std::{net::IpAddr, str::FromStr};

/// Addresses that share their first bits: `10.1.0.0/16`, `::1`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    bits: u32,
}

impl FromStr for Network {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("{text} is no network; write 10.1.0.0/16 or ::1");
        let (address, bits) =
            text.split_once('/').map_or((text, None), |(address, bits)| (address, Some(bits)));
        let address: IpAddr = address.trim().parse().map_err(|_| wrong())?;
        let all = if address.is_ipv4() { 32 } else { 128 };
        let bits = bits.map_or(Ok(all), |bits| bits.trim().parse().map_err(|_| wrong()))?;
        if bits > all { Err(wrong()) } else { Ok(Self { address, bits }) }
    }
}

impl Network {
    /// Whether an address is in it. An IPv4 address that is written as an IPv6 one is the same address.
    pub fn holds(&self, address: IpAddr) -> bool {
        match (self.address, address.to_canonical()) {
            (IpAddr::V4(own), IpAddr::V4(other)) => {
                same(u128::from(u32::from(own)) << 96, u128::from(u32::from(other)) << 96, self.bits)
            }
            (IpAddr::V6(own), IpAddr::V6(other)) => same(own.into(), other.into(), self.bits),
            _ => false,
        }
    }
}

fn same(one: u128, other: u128, bits: u32) -> bool {
    (one ^ other).checked_shr(128 - bits.min(128)).unwrap_or(0) == 0
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
    fn a_network_holds_what_shares_its_first_bits() {
        assert!(network("10.1.0.0/16").holds(ip("10.1.255.3")));
        assert!(!network("10.1.0.0/16").holds(ip("10.2.0.1")));
        assert!(network("127.0.0.1").holds(ip("::ffff:127.0.0.1")));
        assert!(network("0.0.0.0/0").holds(ip("203.0.113.9")));
        assert!(!network("0.0.0.0/0").holds(ip("2001:db8::1")));
        assert!(network("2001:db8::/33").holds(ip("2001:db8:7fff::1")));
        assert!(!network("2001:db8::/33").holds(ip("2001:db8:8000::1")));
        for wrong in ["", "10.1.0.0/33", "::/129", "10.1/8", "host", "10.0.0.1/x"] {
            assert!(wrong.parse::<Network>().is_err(), "{wrong}");
        }
    }
}
