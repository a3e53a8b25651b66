//! The estimates against public records of real equipment and figures that others computed from them.
//!
//! The records may not be shipped, so they are read where a developer keeps them: the folder that
//! `ACCORD_REFERENCE_DATA` names, or `shared/data` beside the checkout. Without them nothing is
//! proved here, and that is printed; the unit tests hold the same methods against their definitions.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout
)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use accord_insight::held_out::compare;
use accord_insight::rate::{History, Prior};
use accord_insight::trend::{PowerLaw, laplace};
use accord_insight::{System, mcf};
use jiff::civil::{DateTime, date};
use serde_json::Value;

fn folder(name: &str) -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let data = std::env::var_os("ACCORD_REFERENCE_DATA").map_or(beside, PathBuf::from).join(name);
    if data.is_dir() {
        return Some(data);
    }
    println!("NOT PROVED: no reference data at {}", data.display());
    None
}

fn rows(path: &Path) -> Vec<BTreeMap<String, String>> {
    csv::Reader::from_path(path).unwrap().deserialize().map(Result::unwrap).collect()
}

fn json(path: &Path) -> Value {
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn number(row: &BTreeMap<String, String>, column: &str) -> f64 {
    row[column].parse().unwrap()
}

/// Equal to every digit that the reference prints: `digits` after the point.
fn same(what: &str, value: f64, reference: &Value, digits: u32) {
    let reference = reference.as_f64().unwrap_or_else(|| panic!("{what} has no reference"));
    let half = 0.5 * 10_f64.powi(-i32::try_from(digits).unwrap());
    assert!((value - reference).abs() <= half * (1.0 + 1e-6), "{what}: {value} is not {reference}");
}

/// Equal to so many significant digits.
fn alike(what: &str, value: f64, reference: &Value, digits: i32) {
    let reference = reference.as_f64().unwrap_or_else(|| panic!("{what} has no reference"));
    let half = 0.5 * 10_f64.powf(reference.abs().log10().floor() + 1.0 - f64::from(digits));
    assert!((value - reference).abs() <= half * (1.0 + 1e-6), "{what}: {value} is not {reference}");
}

fn systems(events: BTreeMap<String, Vec<f64>>, ends: &BTreeMap<String, f64>) -> Vec<System> {
    ends.iter()
        .map(|(unit, end)| System::new(*end, events.get(unit).cloned().unwrap_or_default()).unwrap())
        .collect()
}

fn power_law(what: &str, systems: &[System], reference: &Value) {
    let fit = PowerLaw::fit(systems).unwrap();
    assert_eq!(fit.events as u64, reference["n_events"].as_u64().unwrap(), "{what}");
    assert_eq!(fit.systems as u64, reference["n_systems"].as_u64().unwrap(), "{what}");
    same(what, fit.total_time, &reference["total_time"], 6);
    same(what, fit.beta, &reference["beta"], 6);
    // The reference differentiates numerically: where one unit has the closed form beta / sqrt(n), its
    // sixth digit is off by one or two, and ours is the closed form.
    same(what, fit.se_beta, &reference["se_beta"], 5);
    alike(what, fit.lambda, &reference["lam"], 8);
    same(what, fit.log_likelihood, &reference["loglik"], 4);
    alike(what, fit.constant_rate, &reference["hpp_rate"], 8);
    same(what, fit.constant_log_likelihood, &reference["hpp_loglik"], 4);
    same(what, fit.likelihood_ratio, &reference["lr_vs_hpp"], 4);
    let p = reference["p_lr"].as_f64().unwrap();
    alike(what, fit.p, &reference["p_lr"], if p < 1e-6 { 3 } else { 4 });
}

fn laplace_test(what: &str, systems: &[System], reference: &Value) {
    let test = laplace(systems).unwrap();
    same(what, test.z, &reference["z"], 5);
    alike(what, test.p, &reference["p_two_sided"], 4);
}

fn curve(what: &str, systems: &[System], path: &Path, reference: &Value) {
    let points = mcf::curve(systems);
    let wanted = rows(path);
    assert_eq!(points.len(), wanted.len(), "{what}");
    for (point, row) in points.iter().zip(&wanted) {
        assert!((point.time - number(row, "t")).abs() < 1e-9, "{what}");
        assert!((point.at_risk as f64 - number(row, "at_risk")).abs() < 1e-9, "{what} at {}", point.time);
        assert!((point.events as f64 - number(row, "events")).abs() < 1e-9, "{what} at {}", point.time);
        assert!((point.mean - number(row, "mcf")).abs() <= 5.1e-9, "{what} at {}", point.time);
        let se = number(row, "se_lawless_nadeau");
        assert!((point.se - se).abs() <= 5.1e-9, "{what} at {}: {} is not {se}", point.time, point.se);
    }
    for (time, figures) in reference.as_object().unwrap() {
        let point = mcf::at(&points, time.parse().unwrap()).unwrap();
        same(what, point.mean, &figures["mcf"], 6);
        same(what, point.se, &figures["se"], 6);
    }
}

#[test]
fn r14_valve_seats_of_diesel_engines() {
    let Some(data) = folder("repairable-systems") else { return };
    let reference = json(&data.join("reference.json"))["valveSeat"].clone();
    let (mut events, mut ends) = (BTreeMap::<String, Vec<f64>>::new(), BTreeMap::new());
    for row in rows(&data.join("survival_valveSeat.csv")) {
        let time = number(&row, "time");
        if number(&row, "status") > 0.5 {
            events.entry(row["id"].clone()).or_default().push(time);
        } else {
            ends.insert(row["id"].clone(), time);
        }
    }
    let systems = systems(events, &ends);
    power_law("valve seats", &systems, &reference["power_law"]);
    laplace_test("valve seats", &systems, &reference["laplace"]);
    curve("valve seats", &systems, &data.join("ref_mcf_valveSeat.csv"), &reference["mcf"]);
    assert!(PowerLaw::fit(&systems).unwrap().is_shown());
}

#[test]
fn r14_engines_of_two_submarines() {
    let Some(data) = folder("repairable-systems") else { return };
    let reference = json(&data.join("reference.json"));
    for (file, column, key, shown) in [
        ("smrd_halfbeak.csv", "hours", "halfbeak_khours", true),
        ("smrd_grampus.csv", "kilohours", "grampus_khours", false),
    ] {
        let reference = &reference[key];
        let (mut times, mut end) = (Vec::new(), 0.0);
        for row in rows(&data.join(file)) {
            match row["event"].as_str() {
                "Start" => {}
                "End" => end = number(&row, column),
                _ => times.push(number(&row, column)),
            }
        }
        same(key, end, &reference["end"], 4);
        let engine = [System::new(end, times).unwrap()];
        power_law(key, &engine, &reference["power_law"]);
        laplace_test(key, &engine, &reference["laplace"]);
        assert_eq!(PowerLaw::fit(&engine).unwrap().is_shown(), shown, "{key}");
    }
}

#[test]
fn r14_brakes_of_locomotives_in_two_batches() {
    let Some(data) = folder("repairable-systems") else { return };
    let reference = json(&data.join("reference.json"))["braking"].clone();
    for batch in ["1", "2"] {
        let key = format!("batch{batch}");
        let (mut events, mut ends) = (BTreeMap::<String, Vec<f64>>::new(), BTreeMap::<String, f64>::new());
        for row in rows(&data.join("survival_braking.csv")).iter().filter(|row| row["batch"] == batch) {
            let until = number(row, "day2");
            let end = ends.entry(row["locomotive"].clone()).or_default();
            *end = end.max(until);
            if row["status"] == "1" {
                events.entry(row["locomotive"].clone()).or_default().push(until);
            }
        }
        let systems = systems(events, &ends);
        assert_eq!(systems.len() as u64, reference[&key]["locomotives"].as_u64().unwrap());
        power_law(&key, &systems, &reference[&key]["power_law"]);
        curve(&key, &systems, &data.join(format!("ref_mcf_braking_{key}.csv")), &reference[&key]["mcf"]);
    }
}

#[test]
fn r14_machines_of_a_fleet_first_half_against_second() {
    let Some(data) = folder("equipment-fleet") else { return };
    let reference = json(&data.join("reference.json"))["eb_first_half_to_second_half"].clone();
    let machines = rows(&data.join("PdM_machines.csv"));
    // The records begin on 2 January; a year has 365 days in the reference.
    let middle = DateTime::from(date(2020, 7, 1));
    let (first_years, second_years) = (181.0 / 365.0, 184.0 / 365.0);
    let mut counts: BTreeMap<String, (u32, u32)> =
        machines.iter().map(|row| (row["machineID"].clone(), (0, 0))).collect();
    for row in rows(&data.join("PdM_failures.csv")) {
        let counts = counts.get_mut(&row["machineID"]).unwrap();
        let at: DateTime = row["datetime"].parse().unwrap();
        *(if at < middle { &mut counts.0 } else { &mut counts.1 }) += 1;
    }
    let pairs: Vec<(History, History)> = counts
        .values()
        .map(|&(first, second)| {
            (
                History { exposure_years: first_years, events: first },
                History { exposure_years: second_years, events: second },
            )
        })
        .collect();
    let prior = Prior::fit(&pairs.iter().map(|pair| pair.0).collect::<Vec<_>>()).unwrap();
    let gamma = prior.gamma.unwrap();
    // The reference's own search stopped five digits in; its likelihood agrees to all it prints.
    alike("alpha", gamma.shape, &reference["alpha"], 5);
    same("beta", gamma.years, &reference["beta"], 4);
    same("marginal", prior.log_likelihood, &reference["marginal_loglik"], 4);
    same("pooled", prior.pooled(), &reference["pooled_rate"], 4);
    let scores = compare(&prior, &pairs);
    let (log_likelihood, deviance) = (&reference["heldout_poisson_loglik"], &reference["heldout_deviance"]);
    for (key, score) in
        [("pooled", scores.pooled), ("raw_plus_half", scores.raw_plus_half), ("eb_gamma", scores.shrunken)]
    {
        same(key, score.log_likelihood, &log_likelihood[key], 3);
        same(key, score.deviance, &deviance[key], 3);
    }
    same("raw", scores.raw, &reference["heldout_loglik_raw_mle"], 9);
    same("predictive", scores.predictive, &reference["heldout_negbin_predictive_loglik"], 3);
    assert!(scores.shrunken.log_likelihood > scores.raw_plus_half.log_likelihood);
    assert!(scores.shrunken.log_likelihood > scores.raw);
}

#[test]
fn r14_machines_of_a_fleet_by_model() {
    let Some(data) = folder("equipment-fleet") else { return };
    let reference = json(&data.join("reference.json"))["failures_by_model"].clone();
    let models: BTreeMap<String, String> = rows(&data.join("PdM_machines.csv"))
        .iter()
        .map(|row| (row["machineID"].clone(), row["model"].clone()))
        .collect();
    let mut units: BTreeMap<&str, BTreeMap<&str, History>> = BTreeMap::new();
    for (machine, model) in &models {
        units.entry(model).or_default().insert(machine, History { exposure_years: 1.0, events: 0 });
    }
    let failures = rows(&data.join("PdM_failures.csv"));
    for row in &failures {
        let machine = row["machineID"].as_str();
        units.get_mut(models[machine].as_str()).unwrap().get_mut(machine).unwrap().events += 1;
    }
    let whole: BTreeMap<&str, History> = units
        .iter()
        .map(|(model, units)| (*model, History::sum(&units.values().copied().collect::<Vec<_>>())))
        .collect();
    let prior = Prior::fit(&whole.values().copied().collect::<Vec<_>>()).unwrap();
    for (model, history) in &whole {
        let reference = &reference[*model];
        assert_eq!(u64::from(history.events), reference["failures"].as_u64().unwrap());
        same(model, history.raw().unwrap(), &reference["per_machine_year"], 4);
        let rate = prior.posterior(history);
        assert!(rate.low < history.raw().unwrap() && history.raw().unwrap() < rate.high, "{rate:?}");
    }
}
