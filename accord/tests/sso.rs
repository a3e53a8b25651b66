//! Signing in by the company's own provider, against one of the test's own that lies in every way it can
//! (OpenID Connect; requirement R67, the bad inputs 38 to 41).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
};

use accord::sso::Sso;
use accord_kernel::{Caller, Credential, Outcome, Refusal, Via, wall_now};
use accord_room_people::{
    PersonId, RoleId,
    login::{self, Passwords, SignedIn},
};
use accord_store::params;
use accord_testing::{House, on_both_databases};
use base64::{
    Engine,
    engine::general_purpose::{STANDARD as BASE64, URL_SAFE_NO_PAD as BASE64URL},
};
use ring::{
    digest, hmac,
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair},
};
use serde_json::{Value, json};
use url::Url;
use uuid::Uuid;

const START: &str = "2026-03-02T12:00:00Z";
const CLIENT: &str = "accord works";
const SECRET: &str = "s:e/c+r&t";

/// How the provider signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    Right,
    /// `alg: none`, without a signature.
    None,
    /// HS256 with the public key as the secret.
    PublicKeyAsSecret,
    /// By a key that is not among its own.
    Stranger,
    /// The right signature of other claims.
    Exchanged,
}

/// What the provider answers.
struct Says {
    claims: Value,
    header: Value,
    sign: Sign,
    userinfo: Value,
    issuer: Option<String>,
    redirect: bool,
    huge: bool,
    other_keys: Option<String>,
    /// Codes given out: the challenge and the nonce of each, and whether it was used.
    codes: BTreeMap<String, (String, String, bool)>,
}

struct Provider {
    base: String,
    says: Arc<Mutex<Says>>,
}

struct Keys {
    own: EcdsaKeyPair,
    stranger: EcdsaKeyPair,
}

fn key() -> EcdsaKeyPair {
    let random = SystemRandom::new();
    let made = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).unwrap();
    EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, made.as_ref(), &random).unwrap()
}

fn sound() -> Says {
    Says {
        claims: json!({}),
        header: json!({ "alg": "ES256", "kid": "k1" }),
        sign: Sign::Right,
        userinfo: Value::Null,
        issuer: None,
        redirect: false,
        huge: false,
        other_keys: None,
        codes: BTreeMap::new(),
    }
}

fn token(says: &Says, keys: &Keys, base: &str, nonce: &str) -> String {
    let now = wall_now().as_second();
    let mut claims = json!({
        "iss": base, "sub": "u-1", "aud": CLIENT, "exp": now + 300, "iat": now, "nonce": nonce,
    });
    for (name, value) in says.claims.as_object().unwrap() {
        match value {
            Value::Null => drop(claims.as_object_mut().unwrap().remove(name)),
            value => claims[name] = value.clone(),
        }
    }
    let part = |value: &Value| BASE64URL.encode(value.to_string());
    let message = format!("{}.{}", part(&says.header), part(&claims));
    let random = SystemRandom::new();
    let signed = match says.sign {
        Sign::Right => keys.own.sign(&random, message.as_bytes()).unwrap().as_ref().to_vec(),
        Sign::None => Vec::new(),
        Sign::PublicKeyAsSecret => {
            let secret = hmac::Key::new(hmac::HMAC_SHA256, keys.own.public_key().as_ref());
            hmac::sign(&secret, message.as_bytes()).as_ref().to_vec()
        }
        Sign::Stranger => keys.stranger.sign(&random, message.as_bytes()).unwrap().as_ref().to_vec(),
        Sign::Exchanged => keys.own.sign(&random, b"something else").unwrap().as_ref().to_vec(),
    };
    format!("{message}.{}", BASE64URL.encode(signed))
}

fn jwks(keys: &Keys) -> Value {
    let public = keys.own.public_key().as_ref();
    let (x, y) = (BASE64URL.encode(&public[1..33]), BASE64URL.encode(&public[33..]));
    json!({ "keys": [
        { "kty": "EC", "crv": "P-256", "x": x, "y": y, "kid": "k1", "use": "sig", "alg": "ES256" },
        { "kty": "EC", "crv": "P-256", "x": x, "y": y, "kid": "enc", "use": "enc" },
        { "kty": "oct", "k": "c2VjcmV0", "kid": "shared" },
        { "kty": "a kind of the future", "kid": "new" },
    ] })
}

fn answer(says: &Mutex<Says>, keys: &Keys, base: &str, asked: &Asked) -> (u16, String, String) {
    let mut says = says.lock().unwrap();
    let json = |value: Value| (200, String::new(), value.to_string());
    match asked.path.as_str() {
        "/.well-known/openid-configuration" if says.redirect => {
            (302, format!("Location: {base}/elsewhere\r\n"), String::new())
        }
        "/.well-known/openid-configuration" if says.huge => (200, String::new(), " ".repeat(2_000_000)),
        "/.well-known/openid-configuration" | "/elsewhere" => {
            let issuer = says.issuer.clone().unwrap_or_else(|| base.to_owned());
            let mut said = json!({
                "issuer": issuer, "authorization_endpoint": format!("{base}/authorize"),
                "token_endpoint": format!("{base}/token"),
                "jwks_uri": says.other_keys.clone().unwrap_or_else(|| format!("{base}/keys")),
            });
            if !says.userinfo.is_null() {
                said["userinfo_endpoint"] = json!(format!("{base}/userinfo"));
            }
            json(said)
        }
        "/keys" => json(jwks(keys)),
        "/userinfo" => match asked.head.contains("Bearer at-1") {
            true => json(says.userinfo.clone()),
            false => (401, String::new(), String::new()),
        },
        "/token" => {
            let form: BTreeMap<String, String> =
                url::form_urlencoded::parse(asked.body.as_bytes()).into_owned().collect();
            // RFC 6749, 2.3.1: both halves are form-encoded before they are joined.
            let secret = BASE64.encode("accord+works:s%3Ae%2Fc%2Br%26t");
            let ours = asked.head.contains(&format!("Basic {secret}"));
            let verifier = form.get("code_verifier").cloned().unwrap_or_default();
            let hashed = BASE64URL.encode(digest::digest(&digest::SHA256, verifier.as_bytes()));
            let known = form.get("code").and_then(|code| says.codes.get_mut(code));
            let nonce = match known {
                Some((challenge, nonce, used)) if ours && !*used && *challenge == hashed => {
                    *used = true;
                    nonce.clone()
                }
                _ => return (400, String::new(), json!({ "error": "invalid_grant" }).to_string()),
            };
            let token = token(&says, keys, base, &nonce);
            json(json!({ "access_token": "at-1", "token_type": "Bearer", "id_token": token }))
        }
        _ => (404, String::new(), String::new()),
    }
}

struct Asked {
    path: String,
    head: String,
    body: String,
}

fn converse(stream: TcpStream, says: &Mutex<Says>, keys: &Keys, base: &str) -> std::io::Result<()> {
    let mut out = stream.try_clone()?;
    let mut read = BufReader::new(stream);
    let (mut head, mut length) = (String::new(), 0_usize);
    loop {
        let mut line = String::new();
        if read.read_line(&mut line)? == 0 || line.trim().is_empty() {
            break;
        }
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap_or(0);
        }
        head.push_str(&line);
    }
    let mut body = vec![0; length];
    read.read_exact(&mut body)?;
    let path = head.split_whitespace().nth(1).unwrap_or_default().to_owned();
    let asked = Asked { path, head, body: String::from_utf8_lossy(&body).into_owned() };
    let (status, more, body) = answer(says, keys, base, &asked);
    write!(
        out,
        "HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nContent-Length: {}\r\n{more}Connection: close\r\n\r\n{body}",
        body.len()
    )
}

fn provider() -> Provider {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let base = format!("http://127.0.0.1:{}", listener.local_addr().unwrap().port());
    let says = Arc::new(Mutex::new(sound()));
    let (inner, address) = (Arc::clone(&says), base.clone());
    std::thread::spawn(move || {
        let keys = Keys { own: key(), stranger: key() };
        for stream in listener.incoming() {
            // A client that hangs up early is its own affair.
            drop(stream.and_then(|stream| converse(stream, &inner, &keys, &address)));
        }
    });
    Provider { base, says }
}

impl Provider {
    fn say(&self, change: impl FnOnce(&mut Says)) {
        let mut says = self.says.lock().unwrap();
        let codes = std::mem::take(&mut says.codes);
        *says = sound();
        says.codes = codes;
        change(&mut says);
    }

    /// The operator's file for it.
    fn sso(&self, more: &str) -> Sso {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("sso.toml");
        let text = format!("issuer = \"{}\"\nclient_id = \"{CLIENT}\"\nname = \"Works\"\n{more}", self.base);
        std::fs::write(&file, text).unwrap();
        Sso::read(&file, "https://accord.example", Some(SECRET.to_owned())).unwrap()
    }
}

fn rooms(registry: &mut accord_kernel::Registry) {
    accord::wiring::rooms(registry);
}

fn caller(credential: Credential) -> Caller {
    Caller { credential, via: Via::Page, language: None, request: Uuid::nil() }
}

fn nobody() -> Caller {
    caller(Credential::Nobody)
}

fn is_in(house: &House, signed: &SignedIn) -> bool {
    house.kernel.read(&caller(Credential::Session(signed.secret.clone())), |_| Ok(())).is_ok()
}

fn rule<T: std::fmt::Debug>(outcome: Outcome<T>) -> &'static str {
    let refusal: Refusal = outcome.map(|_| ()).expect_err("refused");
    refusal.fields.first().map_or(refusal.rule, |field| field.rule)
}

/// A sign-in that went to the provider and comes back with a code of its own.
struct Gone {
    browser: String,
    state: String,
    code: String,
}

fn go(house: &House, sso: &Sso, provider: &Provider, invitation: Option<&str>) -> Gone {
    let (location, browser) = sso.begin(&house.kernel, &nobody(), "/orders", invitation).unwrap();
    let address = Url::parse(&location).unwrap();
    assert!(location.starts_with(&format!("{}/authorize?", provider.base)), "{location}");
    let asked: BTreeMap<String, String> = address.query_pairs().into_owned().collect();
    assert_eq!(asked["redirect_uri"], "https://accord.example/login/sso/back", "never from a request");
    assert_eq!((asked["response_type"].as_str(), asked["code_challenge_method"].as_str()), ("code", "S256"));
    assert!(!location.contains(&browser), "the browser's part stays with the browser");
    let code = format!("c-{}", asked["state"]);
    let kept = (asked["code_challenge"].clone(), asked["nonce"].clone(), false);
    provider.says.lock().unwrap().codes.insert(code.clone(), kept);
    Gone { browser, state: asked["state"].clone(), code }
}

fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
    list.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn back(house: &House, sso: &Sso, gone: &Gone) -> Outcome<SignedIn> {
    let brought = pairs(&[("code", &gone.code), ("state", &gone.state)]);
    let (signed, next) = sso.finish(&house.kernel, &nobody(), &gone.browser, &brought, "a browser")?;
    assert_eq!(next, "/orders");
    Ok(signed)
}

fn sign_in(house: &House, sso: &Sso, provider: &Provider) -> Outcome<SignedIn> {
    back(house, sso, &go(house, sso, provider, None))
}

fn set_up(house: &House) -> PersonId {
    let input = json!({
        "name": "Vale Presses", "home_zone": "America/Sao_Paulo", "currency": "BRL", "language": "pt-BR",
        "calendar_name": "Home", "administrator": { "name": "Rita Campos", "email": "rita@vale.example" }
    });
    id(&house.system("company.set_up", input).unwrap(), "administrator")
}

fn id(answer: &Value, name: &str) -> PersonId {
    PersonId(answer[name].as_str().unwrap().parse().unwrap())
}

fn enter(house: &House, name: &str, email: &str, roles: &[&str]) -> PersonId {
    let roles: Vec<RoleId> = roles.iter().map(|word| RoleId::seeded(word)).collect();
    id(
        &house.system("people.enter", json!({ "name": name, "email": email, "roles": roles })).unwrap(),
        "person",
    )
}

fn invite(house: &House, by: PersonId, person: PersonId) -> String {
    let made = house.act(by, "people.invite", json!({ "person": person })).unwrap();
    made["secret"].as_str().unwrap().to_owned()
}

/// Sessions and bound accounts there are.
fn opened(house: &House) -> (i64, i64) {
    let count = |sql: &'static str| -> i64 {
        house.kernel.db.read(|tx| Ok::<_, Refusal>(tx.query_one(sql, params![])?.unwrap().get(0)?)).unwrap()
    };
    (count("SELECT COUNT(*) FROM session"), count("SELECT COUNT(*) FROM sso_identity"))
}

fn roles_of(house: &House, by: PersonId, person: PersonId) -> Vec<String> {
    let shown = house.view(by, "people.person", json!({ "person": person })).unwrap();
    let mut list: Vec<String> = shown["shown"]["roles"]
        .as_array()
        .unwrap()
        .iter()
        .map(|role| role["role"].as_str().unwrap().to_owned())
        .collect();
    list.sort();
    list
}

#[test]
fn r67_an_account_is_bound_by_an_invitation_or_an_administrator_and_never_by_an_address() {
    let provider = provider();
    on_both_databases(rooms, START, |house| {
        let rita = set_up(house);
        let ana = enter(house, "Ana Prado", "ana@vale.example", &["sales_rep"]);
        let bia = enter(house, "Bia Torres", "bia@vale.example", &["sales_rep"]);
        let (plain, making) = (provider.sso(""), provider.sso("create = true\n"));
        // Whatever an account says of its address, it is not Ana.
        for verified in [json!(true), json!(false), json!("true"), Value::Null] {
            let claims =
                json!({ "email": "ANA@vale.example", "email_verified": verified, "name": "Ana Prado" });
            provider.say(|says| says.claims = claims);
            assert_eq!(rule(sign_in(house, &plain, &provider)), "sso.unknown");
            let wanted = if verified == json!(true) { "sso.unknown" } else { "sso.no_address" };
            assert_eq!(rule(sign_in(house, &making, &provider)), wanted);
        }
        assert_eq!(opened(house), (0, 0));
        // Her invitation opened while signing in binds it, once.
        provider.say(|_| {});
        let invitation = invite(house, rita, ana);
        let gone = go(house, &plain, &provider, Some(&invitation));
        let signed = back(house, &plain, &gone).unwrap();
        assert_eq!((signed.subject, is_in(house, &signed)), (ana.into(), true));
        assert_eq!(rule(plain.begin(&house.kernel, &nobody(), "/", Some(&invitation))), "absent");
        assert_eq!(sign_in(house, &plain, &provider).unwrap().subject, Uuid::from(ana));
        // The same account opens nobody else's house, not by an invitation and not by an administrator.
        let other = invite(house, rita, bia);
        let gone = go(house, &plain, &provider, Some(&other));
        assert_eq!(
            back(house, &plain, &gone).unwrap().subject,
            Uuid::from(ana),
            "it is bound: the link is not used"
        );
        let bind = |person: PersonId, subject: &str| {
            house.act(
                rita,
                "sso.bind",
                json!({ "person": person, "issuer": provider.base, "subject": subject }),
            )
        };
        assert_eq!(rule(bind(bia, "u-1")), "sso.bound");
        assert_eq!(rule(bind(ana, "u-2")), "sso.bound", "one account there for one colleague");
        bind(bia, "u-2").unwrap();
        provider.say(|says| says.claims = json!({ "sub": "u-2" }));
        let hers = sign_in(house, &plain, &provider).unwrap();
        assert_eq!(hers.subject, Uuid::from(bia));
        let refused = house.act(ana, "sso.bind", json!({ "person": ana, "issuer": "i", "subject": "s" }));
        assert_eq!(rule(refused), "permission");
        // Untied, and gone: every session ends, and the account opens nothing.
        house.act(rita, "sso.unbind", json!({ "person": bia })).unwrap();
        assert!(!is_in(house, &hers));
        assert_eq!(rule(sign_in(house, &plain, &provider)), "sso.unknown");
        house.act(rita, "people.disable", json!({ "person": ana })).unwrap();
        provider.say(|_| {});
        assert!(!is_in(house, &signed));
        assert_eq!(rule(sign_in(house, &making, &provider)), "sso.unknown");
        house.verify();
    });
}

#[test]
fn r67_a_hostile_provider_opens_nothing() {
    let provider = provider();
    on_both_databases(rooms, START, |house| {
        let rita = set_up(house);
        let input = json!({ "person": rita, "issuer": provider.base, "subject": "u-1" });
        house.system("sso.bind", input).unwrap();
        let sso = provider.sso("create = true\n[roles]\nanybody = \"executive\"\n");
        provider.say(|_| {});
        sign_in(house, &sso, &provider).unwrap();
        let before = opened(house);
        let now = wall_now().as_second();
        let claims: Vec<Value> = vec![
            json!({ "iss": format!("{}/", provider.base) }),
            json!({ "iss": "https://badexample.com" }),
            json!({ "iss": [provider.base.clone(), "https://evil.example"] }),
            json!({ "iss": null }),
            json!({ "aud": "another" }),
            json!({ "aud": [CLIENT, "another"] }),
            json!({ "aud": null }),
            json!({ "azp": "another" }),
            json!({ "nonce": "another" }),
            json!({ "nonce": null }),
            json!({ "exp": now - 61 }),
            json!({ "exp": null }),
            json!({ "exp": "soon" }),
            json!({ "iat": now + 600 }),
            json!({ "nbf": now + 600 }),
            json!({ "sub": "" }),
            json!({ "sub": null }),
            json!({ "sub": { "u": 1 } }),
            json!({ "sub": "x".repeat(300) }),
        ];
        for claims in claims {
            provider.say(|says| says.claims = claims.clone());
            assert_eq!(rule(sign_in(house, &sso, &provider)), "sso.untrusted", "{claims}");
        }
        let header = |alg: &str, kid: Value| json!({ "alg": alg, "kid": kid });
        let signs = [
            (header("none", json!("k1")), Sign::None),
            (header("None", json!("k1")), Sign::None),
            (header("ES256", json!("k1")), Sign::None),
            (header("HS256", json!("k1")), Sign::PublicKeyAsSecret),
            (header("HS256", json!("shared")), Sign::PublicKeyAsSecret),
            (header("RS256", json!("k1")), Sign::Right),
            (header("ES384", json!("k1")), Sign::Right),
            (header("ES256", json!("unknown")), Sign::Right),
            (header("ES256", json!("../../../../dev/null")), Sign::Right),
            (header("ES256", json!("k1' OR '1'='1")), Sign::Right),
            (header("ES256", json!(1)), Sign::Right),
            (header("ES256", json!("enc")), Sign::Right),
            (header("ES256", json!("new")), Sign::Right),
            (json!({ "alg": "ES256" }), Sign::Right),
            (json!({ "alg": "ES256", "kid": "k1", "crit": ["exp"] }), Sign::Right),
            (json!({ "kid": "k1" }), Sign::Right),
            (header("ES256", json!("k1")), Sign::Stranger),
            (header("ES256", json!("k1")), Sign::Exchanged),
        ];
        for (header, sign) in signs {
            provider.say(|says| {
                says.header = header.clone();
                says.sign = sign;
            });
            assert_eq!(rule(sign_in(house, &sso, &provider)), "sso.untrusted", "{header} {sign:?}");
        }
        assert_eq!(opened(house), before, "nothing was opened and nothing bound");
        provider.say(|_| {});
        sign_in(house, &sso, &provider).unwrap();
        house.verify();
    });
}

#[test]
fn r67_a_sign_in_answers_the_browser_that_began_it_once() {
    let provider = provider();
    on_both_databases(rooms, START, |house| {
        let rita = set_up(house);
        let input = json!({ "person": rita, "issuer": provider.base, "subject": "u-1" });
        house.system("sso.bind", input).unwrap();
        let sso = provider.sso("");
        provider.say(|_| {});
        let finish = |browser: &str, brought: &[(&str, &str)]| {
            sso.finish(&house.kernel, &nobody(), browser, &pairs(brought), "a browser")
                .map(|(signed, _)| signed)
        };
        let gone = go(house, &sso, &provider, None);
        let other = go(house, &sso, &provider, None);
        let code = gone.code.as_str();
        assert_eq!(rule(finish(&gone.browser, &[("code", code)])), "sso.stale", "without a state");
        assert_eq!(
            rule(finish("", &[("code", code), ("state", &gone.state)])),
            "sso.stale",
            "without the browser"
        );
        assert_eq!(rule(finish(&gone.browser, &[("code", code), ("state", &other.state)])), "sso.stale");
        assert_eq!(rule(finish(&other.browser, &[("code", code), ("state", &gone.state)])), "sso.stale");
        let twice = [("code", code), ("state", gone.state.as_str()), ("state", gone.state.as_str())];
        assert_eq!(rule(finish(&gone.browser, &twice)), "sso.stale", "a state that stands twice is none");
        // None of that used it up: it is the browser's own.
        let sound = [("code", code), ("state", gone.state.as_str())];
        let signed = finish(&gone.browser, &sound).unwrap();
        assert!(is_in(house, &signed));
        assert_eq!(rule(finish(&gone.browser, &sound)), "sso.stale", "once");
        // The same code in another sign-in of the same browser: the provider knows its challenge, and we our nonce.
        let brought = [("code", code), ("state", other.state.as_str())];
        assert_eq!(rule(finish(&other.browser, &brought)), "sso.untrusted");
        // Another provider sent the browser back, or this one said no.
        let gone = go(house, &sso, &provider, None);
        let mixed = [("code", gone.code.as_str()), ("state", &gone.state), ("iss", "https://badexample.com")];
        assert_eq!(rule(finish(&gone.browser, &mixed)), "sso.untrusted");
        let gone = go(house, &sso, &provider, None);
        assert_eq!(
            rule(finish(&gone.browser, &[("error", "access_denied"), ("state", &gone.state)])),
            "sso.refused"
        );
        // Too late.
        let gone = go(house, &sso, &provider, None);
        let sql = "UPDATE sso_try SET ends_at = ends_at - ?1";
        house.kernel.db.write(move |tx| tx.execute(sql, params![16_i64 * 60_000_000]).map(drop)).unwrap();
        assert_eq!(rule(back(house, &sso, &gone)), "sso.stale");
        // Nothing that is kept opens anything: neither secret stands in the database.
        let gone = go(house, &sso, &provider, None);
        let sql = "SELECT COUNT(*) FROM sso_try WHERE next LIKE ?1 OR next LIKE ?2";
        let (a, b) = (format!("%{}%", gone.browser), format!("%{}%", gone.state));
        let found: i64 = house
            .kernel
            .db
            .read(move |tx| {
                Ok::<_, Refusal>(tx.query_one(sql, params![a.clone(), b.clone()])?.unwrap().get(0)?)
            })
            .unwrap();
        assert_eq!(found, 0);
        house.verify();
    });
}

#[test]
fn r67_groups_give_and_take_roles_at_each_sign_in_and_the_last_administrator_stays() {
    let provider = provider();
    on_both_databases(rooms, START, |house| {
        let rita = set_up(house);
        let sso = provider.sso(
            "create = true\n[roles]\nsales = \"sales_rep\"\nheads = \"head_of_sales\"\nadmins = \"administrator\"\nghosts = \"no_such_role\"\n",
        );
        let groups = |list: &[&str]| json!({ "email": "caio@vale.example", "email_verified": true, "name": "Caio Lopes", "groups": list });
        let seeded = |words: &[&str]| {
            let mut list: Vec<String> = words.iter().map(|word| RoleId::seeded(word).to_string()).collect();
            list.sort();
            list
        };
        // Entered just in time, with no role more than the groups give.
        provider.say(|says| says.claims = groups(&["sales", "ghosts", "administrator"]));
        let first = sign_in(house, &sso, &provider).unwrap();
        let caio = PersonId(first.subject);
        assert_eq!(roles_of(house, rita, caio), seeded(&["sales_rep"]));
        // What our own administrator gave stays; what a group gave goes with the group, and so does every session.
        let trainer = json!({ "person": caio, "role": RoleId::seeded("trainer") });
        house.act(rita, "people.assign_role", trainer).unwrap();
        let second = sign_in(house, &sso, &provider).unwrap();
        provider.say(|says| says.claims = groups(&["heads"]));
        let third = sign_in(house, &sso, &provider).unwrap();
        assert_eq!(roles_of(house, rita, caio), seeded(&["head_of_sales", "trainer"]));
        assert_eq!((is_in(house, &second), is_in(house, &third)), (false, true));
        provider.say(|says| says.claims = groups(&[]));
        sign_in(house, &sso, &provider).unwrap();
        assert_eq!(roles_of(house, rita, caio), seeded(&["trainer"]));
        // Groups that stand in the user info count too, unless it is another account's.
        let info = |sub: &str| json!({ "sub": sub, "groups": ["sales"] });
        provider.say(|says| says.userinfo = info("u-1"));
        let fresh = provider.sso("[roles]\nsales = \"sales_rep\"\n");
        sign_in(house, &fresh, &provider).unwrap();
        assert_eq!(roles_of(house, rita, caio), seeded(&["sales_rep", "trainer"]));
        provider.say(|says| says.userinfo = info("u-9"));
        assert_eq!(rule(sign_in(house, &fresh, &provider)), "sso.untrusted");
        // The house is never left without somebody who can open it, whatever the provider says.
        let input = json!({ "person": rita, "issuer": provider.base, "subject": "u-rita" });
        house.system("sso.bind", input).unwrap();
        provider.say(|says| says.claims = json!({ "sub": "u-rita" }));
        sign_in(house, &sso, &provider).unwrap();
        assert_eq!(roles_of(house, rita, rita), seeded(&["administrator"]));
        provider.say(|says| says.claims = groups(&["admins"]));
        sign_in(house, &sso, &provider).unwrap();
        provider.say(|says| says.claims = json!({ "sub": "u-rita" }));
        sign_in(house, &sso, &provider).unwrap();
        assert_eq!(roles_of(house, caio, rita), Vec::<String>::new(), "now another is there");
        house.verify();
    });
}

#[test]
fn r67_where_passwords_are_off_only_customers_and_the_recovered_have_one() {
    let provider = provider();
    on_both_databases(rooms, START, |house| {
        let rita = set_up(house);
        login::set_password(&house.kernel, &Caller::system(), rita.into(), "a sentence to keep").unwrap();
        let by_password = |passwords: Passwords| {
            let (kernel, who) = (&house.kernel, nobody());
            login::sign_in_where(
                kernel,
                &who,
                "rita@vale.example",
                "a sentence to keep",
                "a browser",
                passwords,
            )
        };
        assert!(by_password(Passwords::Everybody).is_ok());
        assert_eq!(rule(by_password(Passwords::Outsiders)), "sign_in.by_provider");
        let wrong = login::sign_in_where(
            &house.kernel,
            &nobody(),
            "rita@vale.example",
            "not the sentence",
            "a browser",
            Passwords::Outsiders,
        );
        assert_eq!(rule(wrong), "sign_in.wrong", "whoever does not have it learns nothing");
        let ana = enter(house, "Ana Prado", "ana@vale.example", &["sales_rep"]);
        let link = invite(house, rita, ana);
        let accept = login::accept_invitation_where(
            &house.kernel,
            &nobody(),
            &link,
            "a sentence to keep",
            Passwords::Outsiders,
        );
        assert_eq!(rule(accept), "sign_in.by_provider");
        // The provider is gone, and the operator lets somebody in by hand; until they come by the provider again.
        login::recover(&house.kernel, &Caller::system(), "rita@vale.example", None, "a sentence to keep")
            .unwrap();
        assert!(by_password(Passwords::Outsiders).is_ok());
        let input = json!({ "person": rita, "issuer": provider.base, "subject": "u-1" });
        house.system("sso.bind", input).unwrap();
        provider.say(|_| {});
        sign_in(house, &provider.sso("passwords = false\n"), &provider).unwrap();
        assert_eq!(rule(by_password(Passwords::Outsiders)), "sign_in.by_provider");
        house.verify();
    });
}

#[test]
fn r67_what_the_provider_says_of_itself_leads_nowhere_unasked() {
    let provider = provider();
    let house = accord_testing::sqlite(rooms, START);
    set_up(&house);
    let begin = |change: &dyn Fn(&mut Says)| {
        provider.say(change);
        provider.sso("").begin(&house.kernel, &nobody(), "/", None)
    };
    assert!(begin(&|_| {}).is_ok());
    assert_eq!(rule(begin(&|says| says.redirect = true)), "sso.provider", "redirects are not followed");
    assert_eq!(rule(begin(&|says| says.huge = true)), "sso.provider", "answers are bounded");
    for other in ["http://127.0.0.1", "https://badexample.com", ""] {
        assert_eq!(rule(begin(&|says| says.issuer = Some(other.to_owned()))), "sso.untrusted", "{other}");
    }
    for keys in [
        "http://169.254.169.254/latest",
        "file:///etc/passwd",
        "gopher://127.0.0.1/",
        "https://u:p@a.example/k",
    ] {
        assert_eq!(rule(begin(&|says| says.other_keys = Some(keys.to_owned()))), "sso.untrusted", "{keys}");
    }
    // A private host that is not the operator's own is not asked, though its address may be named.
    provider.say(|says| says.other_keys = Some("https://10.0.0.7/keys".to_owned()));
    let sso = provider.sso("");
    assert_eq!(rule(sign_in(&house, &sso, &provider)), "sso.provider");
}
